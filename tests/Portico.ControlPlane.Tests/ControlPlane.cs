using System.Text;
using System.Text.Json.Nodes;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.TestInvocations;
using Portico.Model.Findings;
using Portico.Model.Identifiers;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Storage;
using Portico.Storage.Memory;

namespace Portico.ControlPlane.Tests;

/// <summary>A control plane on a memory store, whose clock stands at 2026-01-31 12:00 UTC and whose ids count.</summary>
internal sealed class ControlPlane
{
    public const string Account = "123456789012";
    public const long Now = 1_769_860_800;

    // Making a key takes longer than everything else that these tests do.
    private static readonly Lazy<(string Certificate, string PrivateKey)> ClientCertificate = new(() => new ControlPlaneServices { Catalog = null! }.NewClientCertificate(new HeldTime().GetUtcNow()));

    private readonly RestJsonService _service;

    private ControlPlane(RestJsonService service, Catalog catalog)
    {
        _service = service;
        Catalog = catalog;
    }

    public Catalog Catalog { get; }

    public List<ImportedDefinition> Imported { get; } = [];

    /// <summary>What was to be tested, in order.</summary>
    public List<TestInvocation> Tested { get; } = [];

    /// <summary>Members that were sent and had no say, by operation.</summary>
    public Dictionary<string, HashSet<string>> Unread { get; } = [];

    public Exception? Unexpected { get; private set; }

    /// <summary>What the host has against deployments from now on.</summary>
    public List<Finding> AgainstDeployment { get; } = [];

    /// <param name="identifiers">Where ids come from, or null for ids that count.</param>
    public static async Task<ControlPlane> StartAsync(IIdentifierSource? identifiers = null)
    {
        var catalog = await Catalog.OpenAsync(new MemoryDocumentStore(), CancellationToken.None);
        await catalog.Account.ChangeAsync(entry => (entry with { Certificates = Certificates.All }, true), CancellationToken.None);
        ControlPlane? made = null;
        var values = 0;
        var service = ApiGatewayService.Create(new()
        {
            Catalog = catalog,
            Time = new HeldTime(),
            Identifiers = identifiers ?? new SequentialIdentifiers("a"),
            NewApiKeyValue = () => "GeneratedGeneratedGeneratedGenerated" + $"{++values:D4}",
            AccountId = Account,
            DefaultRegion = "eu-west-1",
            NewClientCertificate = _ => ClientCertificate.Value,
            NewRequestId = () => "request-1",
            ReadTruststore = (_, _, _) => new(Certificates.All.Values.First().Material.Body),
            TestInvocations = new EchoingTestInvocations(invocation => made!.Tested.Add(invocation)),
            CheckDeployment = _ => made!.AgainstDeployment,
            OnImported = imported => made!.Imported.Add(imported),
            OnUnread = (operation, members) =>
            {
                if (!made!.Unread.TryGetValue(operation, out var unread)) made.Unread.Add(operation, unread = []);
                unread.UnionWith(members);
            },
            OnUnexpected = (_, _, exception) => made!.Unexpected = exception,
        });
        return made = new(service, catalog);
    }

    public async Task<Answer> Call(string method, string target, string body = "")
    {
        var parts = target.Split('?', 2);
        var response = await _service.InvokeAsync(
            new() { Method = method, RawPath = parts[0], QueryString = parts.ElementAtOrDefault(1) ?? "", Body = Encoding.UTF8.GetBytes(body) }, CancellationToken.None);
        var text = Encoding.UTF8.GetString(response.Body.Span);
        return new(response.Status, response.Header("x-amzn-ErrorType"), text.Length == 0 ? null : JsonNode.Parse(text), Unexpected);
    }

    /// <summary>Whether an operation is there.</summary>
    public bool Offers(string operation) => _service.Offers(operation);

    /// <summary>A call whose answer is a file: its status, its headers and its text.</summary>
    public async Task<(int Status, string? ContentType, string? Disposition, string Text)> Download(string target, string? accept = null)
    {
        var parts = target.Split('?', 2);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (accept is not null) headers["Accept"] = accept;
        var response = await _service.InvokeAsync(new() { Method = "GET", RawPath = parts[0], QueryString = parts.ElementAtOrDefault(1) ?? "", Headers = headers }, CancellationToken.None);
        return (response.Status, response.Header("Content-Type"), response.Header("Content-Disposition"), Encoding.UTF8.GetString(response.Body.Span));
    }

    /// <summary>A call that must succeed.</summary>
    public async Task<JsonNode> Done(string method, string target, string body = "")
    {
        var answer = await Call(method, target, body);
        Assert.True(answer.Status < 300, $"{method} {target}: {answer.Status} {answer.Message} {answer.Unexpected}");
        return answer.Body ?? new JsonObject();
    }

    public Task<Answer> Patch(string target, params string[] operations) => Call("PATCH", target, $$"""{"patchOperations":[{{string.Join(',', operations)}}]}""");

    /// <summary>A patch operation; a null value is not sent.</summary>
    public static string Op(string op, string? path, string? value = null, string? from = null)
    {
        var operation = new JsonObject { ["op"] = op };
        if (path is not null) operation["path"] = path;
        if (value is not null) operation["value"] = value;
        if (from is not null) operation["from"] = from;
        return operation.ToJsonString();
    }

    /// <summary>An API named pets: its id and the address of its root resource.</summary>
    public async Task<(string Api, string Root)> NewApi(string more = "")
    {
        var api = await Done("POST", "/restapis", $$"""{"name":"pets"{{more}}}""");
        var id = (string)api["id"]!;
        return ($"/restapis/{id}", $"/restapis/{id}/resources/{api["rootResourceId"]}");
    }

    /// <summary>An API with GET on its root that answers 200 by itself, ready for deployment.</summary>
    public async Task<(string Api, string Root)> NewMockApi(string more = "")
    {
        var (api, root) = await NewApi(more);
        await Done("PUT", $"{root}/methods/GET", """{"authorizationType":"NONE","requestParameters":{"method.request.querystring.q":false}}""");
        await Done("PUT", $"{root}/methods/GET/responses/200", """{"responseParameters":{"method.response.header.X":false}}""");
        await Done("PUT", $"{root}/methods/GET/integration", """{"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\":200}"}}""");
        await Done("PUT", $"{root}/methods/GET/integration/responses/200", """{"selectionPattern":""}""");
        return (api, root);
    }

    /// <summary>That API with a stage dev on its first deployment.</summary>
    public async Task<(string Api, string Stage, string Deployment)> NewStage()
    {
        var (api, _) = await NewMockApi();
        var deployment = await Done("POST", $"{api}/deployments", """{"stageName":"dev"}""");
        return (api, $"{api}/stages/dev", (string)deployment["id"]!);
    }

    /// <summary>An API key of that value, more members as given: its id.</summary>
    public async Task<string> NewKey(string value, string more = "") => (string)(await Done("POST", "/apikeys", $$"""{"value":"{{value}}"{{more}}}"""))["id"]!;

    /// <summary>A usage plan: its id.</summary>
    public async Task<string> NewPlan(string more = "") => (string)(await Done("POST", "/usageplans", $$"""{"name":"plan"{{more}}}"""))["id"]!;

    public sealed record Answer(int Status, string? Code, JsonNode? Body, Exception? Unexpected)
    {
        public string? Message => (string?)(Body?["message"] ?? Body?[nameof(Message)]);

        public string Json => Body?.ToJsonString() ?? "";

        public void Refuses(int status, string code, string message) => Assert.Equal((status, code, message), (Status, Code, Message));

        public void RefusesBadRequest(string message) => Refuses(400, "BadRequestException", message);

        public void RefusesNotFound(string message) => Refuses(404, "NotFoundException", message);
    }

    /// <summary>Answers 201 with what was sent: the data plane is not here.</summary>
    private sealed class EchoingTestInvocations(Action<TestInvocation> seen) : ITestInvocations
    {
        public ValueTask<TestInvocationAnswer> InvokeAsync(TestInvocation invocation, CancellationToken cancellationToken)
        {
            seen(invocation);
            return ValueTask.FromResult(new TestInvocationAnswer(201, invocation.Headers, invocation.Body, "log\n", TimeSpan.FromMilliseconds(7.9)));
        }

        public ValueTask<AuthorizerTestAnswer> InvokeAsync(AuthorizerTest test, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new AuthorizerTestAnswer(200, "log\n", TimeSpan.FromMilliseconds(7.9), test.Authorizer.Name, test.PathWithQueryString, [.. test.Headers.Select(line => KeyValuePair.Create(line.Name, line.Value))]));
    }

    private sealed class HeldTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Now);
    }
}
