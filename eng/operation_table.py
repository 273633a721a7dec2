#!/usr/bin/env python3
"""Writes the operation table of one AWS service from its public service model.

    eng/operation_table.py MODEL OUTPUT [--overrides FILE]
    eng/operation_table.py ../shared/models/apigateway/service-2.json src/Portico.ControlPlane/Operations/apigateway.json \
        --overrides eng/operation_overrides/apigateway.json

The table holds facts only: operation, method, URI, response code, members with place, wire name and shape, required members,
enumerations, patterns, bounds and errors. No descriptive text is taken over. One operation and one shape per line, sorted, so
that a newer model shows as a readable difference.

The overrides hold what AWS's own error texts were recorded to say and the model does not: the order inside an enumeration
("enums"), and required members whose absence the service itself reports, in its own words ("reportedByService").
"""
import argparse
import json
import re
import sys

MEMBER_KEYS = ("location", "locationName", "idempotencyToken")
SHAPE_KEYS = ("type", "required", "enum", "pattern", "min", "max", "payload", "timestampFormat", "streaming", "box")


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def member(name, description):
    kept = {"shape": description["shape"]}
    for key in MEMBER_KEYS:
        if key in description and not (key == "locationName" and description[key] == name):
            kept[key] = description[key]
    return kept


def shape(name, description, overrides):
    kept = {key: description[key] for key in SHAPE_KEYS if key in description}
    if "members" in description:
        kept["members"] = {each: member(each, what) for each, what in description["members"].items()}
    for part in ("member", "key", "value"):
        if part in description:
            kept[part] = description[part]["shape"]
    if "error" in description:
        kept["status"] = description["error"]["httpStatusCode"]
    if "enum" in description and name in overrides.get("enums", {}):
        order = overrides["enums"][name]
        if sorted(order) != sorted(description["enum"]):
            sys.exit(f"{name}: the recorded order {order} and the model's {description['enum']} are not the same set")
        kept["enum"] = order
    skipped = overrides.get("reportedByService", {}).get(name, [])
    if skipped:
        kept["required"] = [each for each in kept["required"] if each not in skipped]
    return kept


def operation(description):
    http = description["http"]
    row = {"method": http["method"], "uri": http["requestUri"], "status": http.get("responseCode", 200)}
    if "input" in description:
        row["input"] = description["input"]["shape"]
    if "output" in description:
        row["output"] = description["output"]["shape"]
    row["errors"] = [error["shape"] for error in description.get("errors", [])]
    return row


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model")
    arguments.add_argument("output")
    arguments.add_argument("--overrides")
    arguments.add_argument("--release", default="1.43.67", help="the botocore release that the model was copied from")
    options = arguments.parse_args()

    with open(options.model, encoding="utf-8") as file:
        model = json.load(file)
    overrides = {}
    if options.overrides:
        with open(options.overrides, encoding="utf-8") as file:
            overrides = json.load(file)

    metadata = model["metadata"]
    head = {
        "origin": f"Facts from botocore {options.release}, botocore/data/{metadata['endpointPrefix']}/{metadata['apiVersion']}/service-2.json; "
                  "Copyright 2012-2022 Amazon.com, Inc. or its affiliates; Apache License, Version 2.0. Written by eng/operation_table.py.",
        "service": re.sub(r"-\d{4}-\d{2}-\d{2}$", "", metadata["uid"]),
        "signingName": metadata.get("signingName", metadata["endpointPrefix"]),
        "apiVersion": metadata["apiVersion"],
    }
    if "targetPrefix" in metadata:
        head["targetPrefix"] = metadata["targetPrefix"]
    lines = [f'{compact(key)}:{compact(value)}' for key, value in head.items()]
    operations = ",\n".join(f'{compact(name)}:{compact(operation(what))}' for name, what in sorted(model["operations"].items()))
    shapes = ",\n".join(f'{compact(name)}:{compact(shape(name, what, overrides))}' for name, what in sorted(model["shapes"].items()))
    with open(options.output, "w", encoding="utf-8", newline="\n") as file:
        file.write("{\n" + ",\n".join(lines) + f',\n"operations":{{\n{operations}\n}},\n"shapes":{{\n{shapes}\n}}\n}}\n')


if __name__ == "__main__":
    main()
