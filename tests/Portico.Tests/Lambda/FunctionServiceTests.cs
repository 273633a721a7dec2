using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Portico.Protocol.Messages;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>Lambda's own API, in its words.</summary>
public sealed class FunctionServiceTests(RunningGateway gateway)
{
    private const string Functions = "/2015-03-31/functions";
    private const string Says = "export const handler = async (event, context) => { console.log('called'); if (event.fail) throw new RangeError('told to'); return { said: 'SAID', version: context.functionVersion }; };";

    private static int s_count;

    [Fact]
    public async Task A_function_is_made_shown_and_deleted()
    {
        var name = NewName();

        var made = await CreateAsync(name, "first", new JsonObject { ["Description"] = "for tests", ["Environment"] = new JsonObject { ["Variables"] = new JsonObject { ["A"] = "b" } }, ["Tags"] = new JsonObject { ["team"] = "x" } });
        var shown = await CallAsync("GET", $"{Functions}/{name}");
        var deleted = await AskAsync("DELETE", $"{Functions}/{name}");

        Assert.Equal(
            (name, $"arn:aws:lambda:eu-central-1:123456789012:function:{name}", "nodejs20.x", "index.handler", "$LATEST", "Active", "Zip", "for tests"),
            (Text(made, "FunctionName"), Text(made, "FunctionArn"), Text(made, "Runtime"), Text(made, "Handler"), Text(made, "Version"), Text(made, "State"), Text(made, "PackageType"), Text(made, "Description")));
        Assert.Equal((3, 128, 512), ((int)made["Timeout"]!, (int)made["MemorySize"]!, (int)made["EphemeralStorage"]!["Size"]!));
        Assert.Equal("""{"Variables":{"A":"b"}}""", made["Environment"]!.ToJsonString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$", Text(made, "LastModified"));
        Assert.True(JsonNode.DeepEquals(made, shown["Configuration"]));
        Assert.Equal("""{"team":"x"}""", shown["Tags"]!.ToJsonString());
        Assert.Equal(200, deleted.Status);
        await RefusedAsync("GET", $"{Functions}/{name}", null, 404, "ResourceNotFoundException", $"Function not found: arn:aws:lambda:eu-central-1:123456789012:function:{name}");
    }

    [Theory]
    [InlineData("Runtime", "perl5", 400, "ValidationException", "*'perl5' at 'runtime' failed to satisfy constraint*")]
    [InlineData("Timeout", 901, 400, "ValidationException", "*'901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900*")]
    [InlineData("MemorySize", 64, 400, "ValidationException", "*'64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128*")]
    [InlineData("Role", "nobody", 400, "ValidationException", "*'nobody' at 'role' failed to satisfy constraint*")]
    [InlineData("Handler", null, 400, "InvalidParameterValueException", "Handler is mandatory for functions created with deployment packages as zip archives.")]
    [InlineData("Environment", """{"Variables":{"AWS_REGION":"x"}}""", 400, "InvalidParameterValueException", "*Reserved keys used in this request: AWS_REGION")]
    [InlineData("Layers", """["arn:aws:lambda:eu-central-1:123456789012:layer:a:1"]""", 400, "InvalidParameterValueException", "Layer version arn:aws:lambda:eu-central-1:123456789012:layer:a:1 does not exist.")]
    [InlineData("PackageType", "Image", 501, "UnsupportedOperation", "Functions from container images are not available in this version of Portico")]
    [InlineData("SnapStart", """{"ApplyOn":"PublishedVersions"}""", 501, "UnsupportedOperation", "SnapStart: *")]
    public async Task What_a_function_may_not_be_is_refused(string member, object? value, int status, string type, string message)
    {
        var body = Creation(NewName(), Package("x"));
        if (value is null) body.Remove(member);
        else body[member] = value is string text ? (text[0] is '{' or '[' ? JsonNode.Parse(text) : text) : (int)value;

        await RefusedAsync("POST", Functions, body, status, type, message);
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        var name = NewName();
        await CreateAsync(name, "x");

        await RefusedAsync("POST", Functions, Creation(name, Package("x")), 409, "ResourceConflictException", $"Function already exist: {name}");
    }

    [Fact]
    public async Task Functions_are_listed_a_page_at_a_time()
    {
        string[] names = [NewName(), NewName(), NewName()];
        foreach (var name in names) await CreateAsync(name, "x");

        var found = new List<string>();
        var marker = "";
        do
        {
            var page = await CallAsync("GET", Functions, query: $"MaxItems=2{(marker.Length > 0 ? "&Marker=" + Uri.EscapeDataString(marker) : "")}");
            Assert.InRange(page["Functions"]!.AsArray().Count, 1, 2);
            found.AddRange(page["Functions"]!.AsArray().Select(function => Text(function!, "FunctionName")));
            marker = (string?)page["NextMarker"] ?? "";
        }
        while (marker.Length > 0);

        Assert.Equal(names.Order(StringComparer.Ordinal), found.Where(names.Contains));
        Assert.Equal(found.Count, found.Distinct().Count());
    }

    [Fact]
    public async Task Code_and_configuration_change_under_the_eye_of_the_revision()
    {
        var name = NewName();
        var first = await CreateAsync(name, "one");
        Assert.Equal("one", (await SaysAsync(name)).Said);

        var changed = await CallAsync("PUT", $"{Functions}/{name}/code", new JsonObject { ["ZipFile"] = Package("two"), ["RevisionId"] = Text(first, "RevisionId") });

        Assert.NotEqual(Text(first, "CodeSha256"), Text(changed, "CodeSha256"));
        Assert.Equal("two", (await SaysAsync(name)).Said);
        await RefusedAsync("PUT", $"{Functions}/{name}/configuration", new JsonObject { ["Timeout"] = 9, ["RevisionId"] = Text(first, "RevisionId") }, 412, "PreconditionFailedException", "The Revision Id provided does not match the latest Revision Id. *");
        Assert.Equal(9, (int)(await CallAsync("PUT", $"{Functions}/{name}/configuration", new JsonObject { ["Timeout"] = 9 }))["Timeout"]!);
        var dry = await CallAsync("PUT", $"{Functions}/{name}/code", new JsonObject { ["ZipFile"] = Package("three"), ["DryRun"] = true });
        Assert.NotEqual(Text(changed, "CodeSha256"), Text(dry, "CodeSha256"));
        Assert.Equal("two", (await SaysAsync(name)).Said);
    }

    [Fact]
    public async Task Versions_stay_as_they_were_published()
    {
        var name = NewName();
        await CreateAsync(name, "one");

        var one = await CallAsync("POST", $"{Functions}/{name}/versions", new JsonObject { ["Description"] = "the first" }, status: 201);
        var same = await CallAsync("POST", $"{Functions}/{name}/versions", new JsonObject(), status: 201);
        await CallAsync("PUT", $"{Functions}/{name}/code", new JsonObject { ["ZipFile"] = Package("two") });
        var two = await CallAsync("POST", $"{Functions}/{name}/versions", new JsonObject(), status: 201);

        Assert.Equal(("1", "1", "2", "the first"), (Text(one, "Version"), Text(same, "Version"), Text(two, "Version"), Text(one, "Description")));
        Assert.Equal($"arn:aws:lambda:eu-central-1:123456789012:function:{name}:1", Text(one, "FunctionArn"));
        Assert.Equal(["$LATEST", "1", "2"], (await CallAsync("GET", $"{Functions}/{name}/versions"))["Versions"]!.AsArray().Select(version => Text(version!, "Version")));
        Assert.Equal([("two", "$LATEST"), ("one", "1"), ("two", "2")], [await SaysAsync(name), await SaysAsync(name, "1"), await SaysAsync(name + ":2")]);
        await RefusedAsync("POST", $"{Functions}/{name}/versions", new JsonObject { ["CodeSha256"] = "other" }, 400, "InvalidParameterValueException", "CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (*");
        Assert.Equal(200, (await AskAsync("DELETE", $"{Functions}/{name}", query: "Qualifier=1")).Status);
        await RefusedAsync("GET", $"{Functions}/{name}/configuration", null, 404, "ResourceNotFoundException", $"Function not found: arn:aws:lambda:eu-central-1:123456789012:function:{name}:1", "Qualifier=1");
    }

    [Fact]
    public async Task An_alias_leads_to_one_version_or_shares_between_two()
    {
        var name = NewName();
        await CreateAsync(name, "one");
        await CallAsync("POST", $"{Functions}/{name}/versions", new JsonObject(), status: 201);
        await CallAsync("PUT", $"{Functions}/{name}/code", new JsonObject { ["ZipFile"] = Package("two"), ["Publish"] = true });

        var made = await CallAsync("POST", $"{Functions}/{name}/aliases", new JsonObject { ["Name"] = "live", ["FunctionVersion"] = "1" }, status: 201);
        Assert.Equal(($"arn:aws:lambda:eu-central-1:123456789012:function:{name}:live", "1"), (Text(made, "AliasArn"), Text(made, "FunctionVersion")));
        Assert.Equal(("one", "1"), await SaysAsync(name, "live"));

        var weights = new JsonObject { ["RoutingConfig"] = new JsonObject { ["AdditionalVersionWeights"] = new JsonObject { ["2"] = 1.0 } } };
        Assert.Equal("""{"AdditionalVersionWeights":{"2":1}}""", (await CallAsync("PUT", $"{Functions}/{name}/aliases/live", weights))["RoutingConfig"]!.ToJsonString());
        Assert.Equal(("two", "2"), await SaysAsync(name, "live"));

        Assert.Equal(["live"], (await CallAsync("GET", $"{Functions}/{name}/aliases"))["Aliases"]!.AsArray().Select(alias => Text(alias!, "Name")));
        await RefusedAsync("POST", $"{Functions}/{name}/aliases", new JsonObject { ["Name"] = "live", ["FunctionVersion"] = "1" }, 409, "ResourceConflictException", $"Alias already exists: arn:aws:lambda:eu-central-1:123456789012:function:{name}:live");
        await RefusedAsync("POST", $"{Functions}/{name}/aliases", new JsonObject { ["Name"] = "dead", ["FunctionVersion"] = "7" }, 404, "ResourceNotFoundException", "Function not found: *:7");
        await RefusedAsync("DELETE", $"{Functions}/{name}", null, 409, "ResourceConflictException", "Alias live refers to the version 2*", "Qualifier=2");
        Assert.Equal(204, (await AskAsync("DELETE", $"{Functions}/{name}/aliases/live")).Status);
        await RefusedAsync("GET", $"{Functions}/{name}/aliases/live", null, 404, "ResourceNotFoundException", "Cannot find alias arn: *:live");
    }

    [Fact]
    public async Task A_call_gives_the_answer_its_version_and_the_end_of_its_log()
    {
        var name = NewName();
        await CreateAsync(name, "hello");

        var answer = await InvokeAsync(name, "{}", ("X-Amz-Log-Type", "Tail"));
        var log = Encoding.UTF8.GetString(Convert.FromBase64String(answer.Header("X-Amz-Log-Result")!));

        Assert.Equal((200, """{"said":"hello","version":"$LATEST"}"""), (answer.Status, Encoding.UTF8.GetString(answer.Body.Span)));
        Assert.Equal(("$LATEST", null), (answer.Header("X-Amz-Executed-Version"), answer.Header("X-Amz-Function-Error")));
        Assert.Matches("""(?s)^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n.*called\nEND RequestId: [0-9a-f-]{36}\nREPORT RequestId: .*\tMemory Size: 128 MB\t""", log);
    }

    [Fact]
    public async Task A_failure_of_the_function_is_an_answer()
    {
        var name = NewName();
        await CreateAsync(name, "x");

        var answer = await InvokeAsync(name, """{"fail": true}""");

        Assert.Equal((200, "Unhandled"), (answer.Status, answer.Header("X-Amz-Function-Error")));
        var error = JsonNode.Parse(answer.Body.Span)!;
        Assert.Equal(("RangeError", "told to"), (Text(error, "errorType"), Text(error, "errorMessage")));
    }

    [Fact]
    public async Task Calls_can_be_tried_or_left_alone()
    {
        var name = NewName();
        await CreateAsync(name, "x");

        var dry = await InvokeAsync(name, "{}", ("X-Amz-Invocation-Type", "DryRun"));
        var later = await InvokeAsync(name, "{}", ("X-Amz-Invocation-Type", "Event"));

        Assert.Equal((204, 0, 202, 0), (dry.Status, dry.Body.Length, later.Status, later.Body.Length));
    }

    [Theory]
    [InlineData("not json", null, 400, "InvalidRequestContentException", "Could not parse request body into json: *")]
    [InlineData("{} {}", null, 400, "InvalidRequestContentException", "Could not parse request body into json: *")]
    [InlineData("{}", "never", 400, "ValidationException", "*'never' at 'invocationType' failed to satisfy constraint*")]
    public async Task What_cannot_be_called_is_refused(string payload, string? type, int status, string code, string message)
    {
        var name = NewName();
        await CreateAsync(name, "x");

        var answer = await InvokeAsync(name, payload, ("X-Amz-Invocation-Type", type ?? "RequestResponse"));

        Refused(answer, status, code, message);
    }

    [Fact]
    public async Task An_event_beyond_6_MB_is_refused()
    {
        var name = NewName();
        await CreateAsync(name, "x");

        Refused(await InvokeAsync(name, $"\"{new string('x', 6_291_456)}\""), 413, "RequestTooLargeException", "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    }

    [Fact]
    public async Task A_stream_comes_in_events()
    {
        var name = NewName();
        await CreateAsync(name, "hello");

        var answer = await AskAsync("POST", $"/2021-11-15/functions/{name}/response-streaming-invocations", "{}"u8.ToArray());

        Assert.Equal((200, "application/vnd.amazon.eventstream", "$LATEST"), (answer.Status, answer.Header("Content-Type"), answer.Header("X-Amz-Executed-Version")));
        var text = Encoding.Latin1.GetString(answer.Body.Span);
        Assert.Matches("""(?s)PayloadChunk.*\{"said":"hello","version":"\$LATEST"\}.*InvokeComplete""", text);
    }

    [Fact]
    public async Task Permissions_are_statements_of_a_policy()
    {
        var name = NewName();
        await CreateAsync(name, "x");
        var permission = new JsonObject { ["StatementId"] = "api", ["Action"] = "lambda:InvokeFunction", ["Principal"] = "apigateway.amazonaws.com", ["SourceArn"] = "arn:aws:execute-api:eu-central-1:123456789012:abc/*" };
        var statement = """{"Sid":"api","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:eu-central-1:123456789012:function:NAME","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:eu-central-1:123456789012:abc/*"}}}""".Replace("NAME", name, StringComparison.Ordinal);

        Assert.Equal(statement, Text(await CallAsync("POST", $"{Functions}/{name}/policy", permission, status: 201), "Statement"));
        Assert.Equal("""{"Version":"2012-10-17","Id":"default","Statement":[""" + statement + "]}", Text(await CallAsync("GET", $"{Functions}/{name}/policy"), "Policy"));
        await RefusedAsync("POST", $"{Functions}/{name}/policy", permission, 409, "ResourceConflictException", "The statement id (api) provided already exists. *");
        Assert.Equal(204, (await AskAsync("DELETE", $"{Functions}/{name}/policy/api")).Status);
        await RefusedAsync("GET", $"{Functions}/{name}/policy", null, 404, "ResourceNotFoundException", "The resource you requested does not exist.");
    }

    [Fact]
    public async Task No_reserved_concurrency_stops_a_function()
    {
        var name = NewName();
        await CreateAsync(name, "x");

        Assert.Equal(0, (int)(await CallAsync("PUT", $"/2017-10-31/functions/{name}/concurrency", new JsonObject { ["ReservedConcurrentExecutions"] = 0 }))["ReservedConcurrentExecutions"]!);
        var throttled = await InvokeAsync(name, "{}");
        Assert.Equal(0, (int)(await CallAsync("GET", $"/2019-09-30/functions/{name}/concurrency"))["ReservedConcurrentExecutions"]!);
        Assert.Equal(204, (await AskAsync("DELETE", $"/2017-10-31/functions/{name}/concurrency")).Status);

        Refused(throttled, 429, "TooManyRequestsException", "Rate Exceeded.");
        Assert.Equal("ReservedFunctionConcurrentInvocationLimitExceeded", Text(JsonNode.Parse(throttled.Body.Span)!, "Reason"));
        Assert.Equal(200, (await InvokeAsync(name, "{}")).Status);
        Assert.Equal("{}", (await CallAsync("GET", $"/2019-09-30/functions/{name}/concurrency")).ToJsonString());
    }

    [Fact]
    public async Task Asynchronous_calls_have_settings_of_their_own()
    {
        var name = NewName();
        await CreateAsync(name, "x");
        var path = $"/2019-09-25/functions/{name}/event-invoke-config";

        await RefusedAsync("GET", path, null, 404, "ResourceNotFoundException", $"The function arn:aws:lambda:eu-central-1:123456789012:function:{name}:$LATEST doesn't have an EventInvokeConfig");
        await CallAsync("PUT", path, new JsonObject { ["MaximumRetryAttempts"] = 1, ["MaximumEventAgeInSeconds"] = 60 });
        var changed = await CallAsync("POST", path, new JsonObject { ["MaximumRetryAttempts"] = 0 });

        Assert.Equal((0, 60), ((int)changed["MaximumRetryAttempts"]!, (int)changed["MaximumEventAgeInSeconds"]!));
        Assert.Single((await CallAsync("GET", path + "/list"))["FunctionEventInvokeConfigs"]!.AsArray());
        await RefusedAsync("PUT", path, new JsonObject { ["MaximumRetryAttempts"] = 3 }, 400, "ValidationException", "*'3' at 'maximumRetryAttempts' failed to satisfy constraint*");
        Assert.Equal(204, (await AskAsync("DELETE", path)).Status);
    }

    [Fact]
    public async Task Tags_are_set_and_taken_away()
    {
        var name = NewName();
        var path = "/2017-03-31/tags/" + Uri.EscapeDataString(Text(await CreateAsync(name, "x"), "FunctionArn"));

        Assert.Equal(204, (await AskAsync("POST", path, Encoding.UTF8.GetBytes("""{"Tags":{"a":"1","b":"2"}}"""))).Status);
        Assert.Equal(204, (await AskAsync("DELETE", path, query: "tagKeys=a")).Status);

        Assert.Equal("""{"Tags":{"b":"2"}}""", (await CallAsync("GET", path)).ToJsonString());
    }

    private static string NewName() => $"service-{Interlocked.Increment(ref s_count)}";

    private static string Text(JsonNode node, string member) => (string)node[member]!;

    private static JsonObject Creation(string name, string package) => new()
    {
        ["FunctionName"] = name,
        ["Runtime"] = "nodejs20.x",
        ["Handler"] = "index.handler",
        ["Role"] = "arn:aws:iam::123456789012:role/any",
        ["Code"] = new JsonObject { ["ZipFile"] = package },
    };

    private static string Package(string said)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry("index.mjs").Open());
            writer.Write(Says.Replace("SAID", said, StringComparison.Ordinal));
        }

        return Convert.ToBase64String(bytes.ToArray());
    }

    private async Task<JsonNode> CreateAsync(string name, string said, JsonObject? more = null)
    {
        var body = Creation(name, Package(said));
        foreach (var (member, value) in more ?? []) body[member] = value!.DeepClone();
        return await CallAsync("POST", Functions, body, status: 201);
    }

    private async Task<(string Said, string Version)> SaysAsync(string name, string? qualifier = null)
    {
        RunFunctions.SkipWithout("node");
        var answer = await AskAsync("POST", $"{Functions}/{name}/invocations", "{}"u8.ToArray(), qualifier is null ? "" : $"Qualifier={qualifier}");
        Assert.Equal(200, answer.Status);
        var said = JsonNode.Parse(answer.Body.Span)!;
        Assert.Equal(answer.Header("X-Amz-Executed-Version"), Text(said, "version"));
        return (Text(said, "said"), Text(said, "version"));
    }

    private Task<ServiceResponse> InvokeAsync(string name, string payload, params (string Name, string Value)[] headers)
    {
        RunFunctions.SkipWithout("node");
        return AskAsync("POST", $"{Functions}/{name}/invocations", Encoding.UTF8.GetBytes(payload), headers: headers);
    }

    private async Task<JsonNode> CallAsync(string method, string path, JsonObject? body = null, string query = "", int status = 200)
    {
        var answer = await AskAsync(method, path, body is null ? default : Encoding.UTF8.GetBytes(body.ToJsonString()), query);
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        Assert.True(answer.Status == status, $"{method} {path}: {answer.Status} {text}");
        return JsonNode.Parse(text)!;
    }

    private async Task RefusedAsync(string method, string path, JsonObject? body, int status, string type, string message, string query = "") =>
        Refused(await AskAsync(method, path, body is null ? default : Encoding.UTF8.GetBytes(body.ToJsonString()), query), status, type, message);

    private static void Refused(ServiceResponse answer, int status, string type, string message)
    {
        var body = JsonNode.Parse(answer.Body.Span)!;
        Assert.Equal((status, type), (answer.Status, answer.Header("x-amzn-ErrorType")));
        Assert.Matches($"^{string.Join(".*", message.Split('*').Select(System.Text.RegularExpressions.Regex.Escape))}$", (string?)body["message"] ?? (string)body["Message"]!);
    }

    private async Task<ServiceResponse> AskAsync(string method, string path, ReadOnlyMemory<byte> body = default, string query = "", params (string Name, string Value)[] headers) =>
        await gateway.Host.Functions.Service.Value.InvokeAsync(
            new ServiceRequest { Method = method, RawPath = path, QueryString = query, Body = body, Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase), Region = "eu-central-1", AccountId = "123456789012" },
            CancellationToken.None);
}
