import base64, json, os, time

def handler(event, context):
    what = (event["queryStringParameters"] or {}).get("do")
    if what == "error":
        raise ValueError("told to fail")
    if what == "sleep":
        time.sleep(60)
    if what == "binary":
        return {"statusCode": 200, "isBase64Encoded": True, "body": event["body"]}
    if what == "large":
        return {"statusCode": 200, "body": "x" * 5000000}
    if what == "meet":
        folder = event["queryStringParameters"]["folder"]
        open(f"{folder}/{os.getpid()}", "w").close()
        while len(os.listdir(folder)) < 2:
            time.sleep(0.01)
        return {"statusCode": 200, "body": str(os.getpid())}
    return {"statusCode": 200, "isBase64Encoded": True, "body": base64.b64encode(json.dumps(event).encode()).decode()}
