# Prices, and reminders that nobody waits for. Behind an integration with templates it sees what they make, not the request.
PRICES = {"tea": 6.0, "cup": 7.5, "pot": 19.9}


def handler(event, context):
    if "remind" in event:
        print(f"order {event['remind']}: please pay")
        return None
    sku, quantity = event["sku"], event["quantity"]
    if sku not in PRICES:
        raise LookupError(f"Unknown: {sku}")
    return {"sku": sku, "total": round(PRICES[sku] * quantity, 2)}
