using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Boto3;

/// <summary>The Python SDK goes the same road as the CLI.</summary>
public sealed class Boto3Tests(SharedServer shared)
{
    private const string Script = """
        import sys, urllib.request
        import boto3
        from botocore.exceptions import ClientError

        control, gateway = sys.argv[1:]
        api = boto3.client("apigateway", endpoint_url=control)
        id = api.create_rest_api(name="boto", tags={"team": "shelf"})["id"]
        root = api.get_resources(restApiId=id)["items"][0]["id"]
        made = [api.create_resource(restApiId=id, parentId=root, pathPart=f"r{n}") for n in range(7)]

        pages = list(api.get_paginator("get_resources").paginate(restApiId=id, PaginationConfig={"PageSize": 3}))
        assert [len(page["items"]) for page in pages] == [3, 3, 2], pages
        assert {r["id"] for page in pages for r in page["items"]} == {root, *(r["id"] for r in made)}

        method = dict(restApiId=id, resourceId=made[0]["id"], httpMethod="GET")
        api.put_method(**method, authorizationType="NONE")
        api.put_method_response(**method, statusCode="200")
        api.put_integration(**method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        api.put_integration_response(**method, statusCode="200", responseTemplates={"application/json": "from boto3"})
        deployment = api.create_deployment(restApiId=id, stageName="prod", variables={"a": "b"})
        assert api.get_stage(restApiId=id, stageName="prod")["deploymentId"] == deployment["id"]
        with urllib.request.urlopen(f"{gateway}_aws/execute-api/{id}/prod/r0") as answer:
            assert (answer.status, answer.read()) == (200, b"from boto3")

        for error, call in {
            "NotFoundException": lambda: api.get_rest_api(restApiId="nonenonono"),
            "ConflictException": lambda: api.create_resource(restApiId=id, parentId=root, pathPart="r0"),
        }.items():
            try:
                call()
                raise AssertionError(f"{error} was expected")
            except ClientError as refused:
                assert refused.response["Error"]["Code"] == error, refused

        api.delete_rest_api(restApiId=id)
        assert id not in [one["id"] for page in api.get_paginator("get_rest_apis").paginate() for one in page["items"]]
        print("done")

        """;

    [Fact]
    public async Task The_road_from_an_api_to_its_answer_is_the_same()
    {
        Assert.SkipUnless(await HasBoto3Async(), "python3 has no boto3 here; pip install boto3 brings it");
        using var folder = new TemporaryFolder();

        var outcome = await ChildProcess.RunAsync(
            "python3", [folder.Write("road.py", Script), shared.Server.Control.ToString(), shared.Server.Gateway.ToString()], new Dictionary<string, string>(AwsCli.Environment) { ["NO_PROXY"] = "127.0.0.1" });

        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Equal("done", outcome.Output);
    }

    [Fact]
    public async Task Every_family_is_driven_from_end_to_end()
    {
        Assert.SkipUnless(await HasBoto3Async(), "python3 has no boto3 here; pip install boto3 brings it");

        var outcome = await ChildProcess.RunAsync(
            "python3",
            [Path.Combine(Repository.Root, "tests", "Portico.EndToEnd.Tests", "Boto3", "families.py"), shared.Server.Control.ToString()],
            new Dictionary<string, string>(AwsCli.Environment) { ["NO_PROXY"] = "127.0.0.1", ["PYTHONDONTWRITEBYTECODE"] = "1" });

        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Equal("done", outcome.Output);
    }

    private static async Task<bool> HasBoto3Async()
    {
        try
        {
            return (await ChildProcess.RunAsync("python3", ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('boto3') is None)"])).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
