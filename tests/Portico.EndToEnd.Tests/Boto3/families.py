"""Drives each family of the service from end to end with boto3. Argument: control plane."""
import datetime
import io
import json
import sys
import zipfile

import boto3
from botocore.exceptions import ClientError

api = boto3.client("apigateway", endpoint_url=sys.argv[1])


def patch(op, path, value):
    return [{"op": op, "path": path, "value": value}]


def refused(code, call, message=None, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        assert message in (None, error.response["Error"]["Message"]), error
    else:
        raise AssertionError(f"{code} was expected")


# an API with a definition, taken in and out
definition = {
    "openapi": "3.0.1", "info": {"title": "boto", "version": "1"},
    "paths": {"/pets/{id}": {"get": {
        "operationId": "GetPet",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "ok"}},
        "x-amazon-apigateway-integration": {
            "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": "a pet"}}}}}}},
}
id = api.import_rest_api(body=json.dumps(definition), failOnWarnings=True)["id"]
resource = next(one for one in api.get_resources(restApiId=id, embed=["methods"])["items"] if one["path"] == "/pets/{id}")
method = {"restApiId": id, "resourceId": resource["id"], "httpMethod": "GET"}
tested = api.test_invoke_method(**method, pathWithQueryString="/pets/7?a=b", multiValueHeaders={"X": ["1", "2"]})
assert (tested["status"], tested["body"]) == (200, "a pet"), tested
assert "Method request path: {id=7}\n" in tested["log"], tested["log"]
assert tested["multiValueHeaders"]["Content-Type"] == ["application/json"], tested
deployment = api.create_deployment(restApiId=id, stageName="prod")["id"]
for export_type in ["swagger", "oas30"]:
    body = api.get_export(restApiId=id, stageName="prod", exportType=export_type, parameters={"extensions": "apigateway"})["body"].read()
    api.put_rest_api(restApiId=id, mode="overwrite", failOnWarnings=True, body=body)
    assert [one["path"] for one in api.get_resources(restApiId=id)["items"]].count("/pets/{id}") == 1
sdk = api.get_sdk(restApiId=id, stageName="prod", sdkType="javascript")
assert b"petsIdGet" in zipfile.ZipFile(io.BytesIO(sdk["body"].read())).read("apiGateway-js-sdk/apigClient.js")
refused("BadRequestException", api.get_sdk, restApiId=id, stageName="prod", sdkType="ruby")
refused("NotFoundException", api.test_invoke_method, restApiId=id, resourceId="none", httpMethod="GET")

# parts of an API
model = api.create_model(restApiId=id, name="Pet", contentType="application/json", schema='{"type":"object"}')
assert api.get_model(restApiId=id, modelName="Pet")["id"] == model["id"]
validator = api.create_request_validator(restApiId=id, name="v", validateRequestParameters=True)["id"]
assert api.get_request_validator(restApiId=id, requestValidatorId=validator)["validateRequestParameters"]
authorizer = api.create_authorizer(restApiId=id, name="who", type="COGNITO_USER_POOLS", identitySource="method.request.header.A", providerARNs=["arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"])["id"]
assert api.get_authorizer(restApiId=id, authorizerId=authorizer)["authType"] == "cognito_user_pools"
tried = api.test_invoke_authorizer(restApiId=id, authorizerId=authorizer)
assert tried["clientStatus"] == 401 and "Starting authorizer" in tried["log"], tried
assert api.put_gateway_response(restApiId=id, responseType="DEFAULT_5XX", statusCode="503")["statusCode"] == "503"
part = api.create_documentation_part(restApiId=id, location={"type": "API"}, properties="{}")["id"]
assert api.create_documentation_version(restApiId=id, documentationVersion="1", stageName="prod")["createdDate"].tzinfo
assert api.get_stage(restApiId=id, stageName="prod")["documentationVersion"] == "1"
assert api.update_stage(restApiId=id, stageName="prod", patchOperations=patch("replace", "/*/*/throttling/rateLimit", "12.5"))["methodSettings"]["*/*"]["throttlingRateLimit"] == 12.5

kept = api.update_stage(restApiId=id, stageName="prod", patchOperations=patch("replace", "/cacheClusterEnabled", "true") + patch("replace", "/*/*/caching/enabled", "true"))
assert kept["cacheClusterStatus"] == "AVAILABLE" and kept["methodSettings"]["*/*"]["cachingEnabled"] and kept["methodSettings"]["*/*"]["cacheTtlInSeconds"] == 300
api.flush_stage_cache(restApiId=id, stageName="prod")
assert api.update_stage(restApiId=id, stageName="prod", patchOperations=patch("replace", "/canarySettings/percentTraffic", "12.5"))["canarySettings"]["percentTraffic"] == 12.5
assert "canarySettings" not in api.update_stage(restApiId=id, stageName="prod", patchOperations=[{"op": "remove", "path": "/canarySettings"}])

# what belongs to the account
key = api.create_api_key(name="boto", enabled=True, stageKeys=[{"restApiId": id, "stageName": "prod"}])
plan = api.create_usage_plan(name="boto", apiStages=[{"apiId": id, "stage": "prod"}], quota={"limit": 5, "period": "DAY"})["id"]
api.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
today = datetime.date.today().isoformat()
assert len(api.get_usage(usagePlanId=plan, startDate=today, endDate=today)["items"][key["id"]]) == 1
refused("BadRequestException", api.delete_usage_plan, usagePlanId=plan)
api.update_usage_plan(usagePlanId=plan, patchOperations=patch("remove", "/apiStages", f"{id}:prod"))
api.delete_usage_plan(usagePlanId=plan)
assert len(api.import_api_keys(body="name,key\na,botobotobotobotobotoboto\n", format="csv")["ids"]) == 1
for page in api.get_paginator("get_api_keys").paginate(PaginationConfig={"PageSize": 1}):
    for one in page["items"]:
        if one["name"] in ("boto", "a"):
            api.delete_api_key(apiKey=one["id"])
api.create_domain_name(domainName="boto.example.com", endpointConfiguration={"types": ["REGIONAL"]})
api.create_base_path_mapping(domainName="boto.example.com", restApiId=id, basePath="v1")
refused("BadRequestException", api.delete_rest_api, restApiId=id)
api.delete_base_path_mapping(domainName="boto.example.com", basePath="v1")
api.delete_domain_name(domainName="boto.example.com")
certificate = api.generate_client_certificate()["clientCertificateId"]
api.update_stage(restApiId=id, stageName="prod", patchOperations=patch("replace", "/clientCertificateId", certificate))
refused("BadRequestException", api.delete_client_certificate, clientCertificateId=certificate)
link = api.create_vpc_link(name="boto", targetArns=["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/a/1"])["id"]
assert api.get_vpc_link(vpcLinkId=link)["status"] == "AVAILABLE"
api.delete_vpc_link(vpcLinkId=link)
assert api.get_account()["throttleSettings"]["burstLimit"] > 0
assert {one["id"] for one in api.get_sdk_types()["items"]} >= {"java", "javascript"}
arn = f"arn:aws:apigateway:eu-central-1::/restapis/{id}/stages/prod"
api.tag_resource(resourceArn=arn, tags={"a": "b"})
assert api.get_tags(resourceArn=arn)["tags"] == {"a": "b"}
api.untag_resource(resourceArn=arn, tagKeys=["a"])

# bad input of each family, in AWS's words
refused("NotFoundException", api.update_rest_api, "Invalid API identifier specified 000000000000:none", restApiId="none", patchOperations=patch("replace", "/name", "x"))
refused("ValidationException", api.create_rest_api, "1 validation error detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]", name="x", endpointConfiguration={"types": ["wrong"]})
refused("BadRequestException", api.put_rest_api, "Invalid OpenAPI input.", restApiId=id, body="no definition")
refused("NotFoundException", api.create_resource, "Invalid Resource identifier specified", restApiId=id, parentId="none", pathPart="x")
refused("BadRequestException", api.put_method, "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY", **{**method, "httpMethod": "get"}, authorizationType="NONE")
refused("ValidationException", api.put_method_response, "1 validation error detected: Value '2' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d", **method, statusCode="2")
refused("BadRequestException", api.put_integration, "Enumeration value for HttpMethod must be non-empty", **method, type="AWS_PROXY", uri="x")
refused("NotFoundException", api.put_integration_response, "Invalid Response status code specified", **method, statusCode="404")
refused("BadRequestException", api.create_model, "Model name must be non-empty", restApiId=id, name="", contentType="application/json", schema='{"type":"object"}')
refused("BadRequestException", api.create_request_validator, "Invalid REST API identifier specified", restApiId="none", name="x")
refused("ConflictException", api.create_authorizer, "Unable to complete operation due to concurrent modification. Please try again later.", restApiId="none", name="x", type="COGNITO_USER_POOLS", identitySource="method.request.header.A", providerARNs=["arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"])
refused("NotFoundException", api.update_gateway_response, "Invalid parameter name specified", restApiId=id, responseType="DEFAULT_5XX", patchOperations=patch("replace", "/responseParameters/gatewayresponse.header.X", "'x'"))
refused("BadRequestException", api.create_documentation_part, "Documentation part properties must be non-empty", restApiId=id, location={"type": "METHOD"}, properties="")
refused("BadRequestException", api.import_documentation_parts, "Unable to build importer with provided input.", restApiId=id, body="x")
refused("BadRequestException", api.delete_deployment, "Active stages pointing to this deployment must be moved or deleted", restApiId=id, deploymentId=deployment)
refused("BadRequestException", api.create_stage, "Deployment id does not exist", restApiId=id, stageName="x", deploymentId="none")
refused("NotFoundException", api.get_stage, "Invalid stage identifier specified", restApiId=id, stageName="none")
refused("BadRequestException", api.create_api_key, "Invalid API Key name, can be at most 1024 characters.", name="n" * 1025)
refused("BadRequestException", api.import_api_keys, None, body="no,columns", format="csv")
refused("NotFoundException", api.create_usage_plan, "Invalid API identifier specified 000000000000:none", name="x", apiStages=[{"apiId": "none", "stage": "x"}])
refused("NotFoundException", api.get_usage, "Invalid Usage Plan ID specified", usagePlanId="none", startDate=today, endDate=today)
refused("NotFoundException", api.create_base_path_mapping, "Invalid domain name identifier specified", domainName="none.example.com", restApiId=id)
refused("NotFoundException", api.delete_client_certificate, "Invalid Client Certificate identifier specified", clientCertificateId="none")
refused("BadRequestException", api.create_vpc_link, "Name cannot be empty", name="", targetArns=["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/a/1"])
refused("BadRequestException", api.update_account, "Invalid patch path  '/x' specified for op 'replace'. Must be one of: [/cloudwatchRoleArn]", patchOperations=patch("replace", "/x", "y"))
refused("NotFoundException", api.tag_resource, "Invalid API identifier specified 000000000000:none", resourceArn="arn:aws:apigateway:eu-central-1::/restapis/none", tags={"a": "b"})

api.delete_rest_api(restApiId=id)
api.delete_client_certificate(clientCertificateId=certificate)
print("done")
