#!/usr/bin/env python3
"""Writes the table of AWS services from the public service models that botocore (Apache-2.0) brings.

    eng/aws_services.py [DATA_FOLDER] > src/Portico.Aws/Services/aws-services.tsv

Facts only: names, protocols, versions, hosts. One service per line, sorted, so that newer models show as a readable difference.
"""
import glob
import gzip
import json
import os
import sys


def metadata(folder):
    models = sorted(glob.glob(os.path.join(folder, "*", "service-2.json*")))
    if not models:
        return None
    newest = models[-1]
    with (gzip.open(newest, "rt", encoding="utf-8") if newest.endswith(".gz") else open(newest, encoding="utf-8")) as model:
        return json.load(model)["metadata"]


def main():
    if len(sys.argv) > 1:
        data = sys.argv[1]
    else:
        import botocore
        data = os.path.join(os.path.dirname(botocore.__file__), "data")

    print("# name\tendpointPrefix\tsigningName\tserviceId\tprotocols\tapiVersion\ttargetPrefix\tjsonVersion\tglobalEndpoint")
    for name in sorted(os.listdir(data)):
        found = metadata(os.path.join(data, name))
        if found is None:
            continue
        # S3 and STS have endpoints in every region beside the global one.
        endpoint = "" if name in ("s3", "sts") else found.get("globalEndpoint", "")
        print("\t".join([
            name, found["endpointPrefix"], found.get("signingName", found["endpointPrefix"]), found["serviceId"],
            ",".join(found.get("protocols") or [found["protocol"]]), found["apiVersion"], found.get("targetPrefix", ""), found.get("jsonVersion", ""), endpoint,
        ]))


main()
