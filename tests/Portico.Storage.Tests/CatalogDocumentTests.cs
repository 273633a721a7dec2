using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Portico.Model.Rest;
using Portico.Storage.Memory;

namespace Portico.Storage.Tests;

/// <summary>What stands in the documents of a catalog, and how it is read back.</summary>
public sealed class CatalogDocumentTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    // Characters that JSON, keys and orders might stumble over. Half surrogate pairs are no Unicode; no request can carry one.
    private static readonly Gen<string> Text =
        Gen.OneOf(new[] { "a", "B", "/", "%", "%2F", "\"", "\\", "\n", "\0", "é", "ß", "日", "\ue000", "\ufffd", "\U0001F431", "{", "null", " ", "<", "+" }.Select(Gen.Const).ToArray())
            .Array[0, 8].Select(parts => string.Concat(parts));

    private static readonly Gen<string?> MaybeText = Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text));

    // A key cannot hold the character zero, and AWS allows none of these names to be empty.
    private static readonly Gen<string> Name = Text.Select(text => "n" + text.Replace("\0", "", StringComparison.Ordinal));

    private static readonly Gen<DateTimeOffset> Time = Gen.Select(
        Gen.Long[0, 3_000_000_000_0000000], Gen.Int[-14 * 60, 14 * 60],
        (ticks, minutes) => new DateTimeOffset(new DateTime(2000, 1, 1).AddTicks(ticks), TimeSpan.FromMinutes(minutes)));

    private static readonly Gen<ImmutableArray<string>> Texts = Gen.OneOf(
        Gen.Const(default(ImmutableArray<string>)), Text.Array[0, 3].Select(items => items.ToImmutableArray()));

    private static readonly Gen<ImmutableArray<MediaTypeTemplate>> Templates =
        Gen.Select(Text, MaybeText, (type, template) => new MediaTypeTemplate(type, template)).Array[0, 3].Select(items => items.ToImmutableArray());

    private static readonly Gen<Integration?> Integrations = Gen.OneOf(Gen.Const((Integration?)null), Gen.Select(
        Gen.Enum<IntegrationType>(), MaybeText, Maybe(Sorted(Text)), MaybeValue(Templates), Gen.Int, Texts, Gen.Bool.Nullable(),
        (type, uri, parameters, templates, timeout, cacheKeys, tls) => (Integration?)new Integration
        {
            Type = type,
            Uri = uri,
            RequestParameters = parameters,
            RequestTemplates = templates,
            TimeoutInMillis = timeout,
            CacheKeyParameters = cacheKeys,
            TlsConfig = tls is { } skip ? new TlsConfig(skip) : null,
            IntegrationResponses = Samples.Ordinal(("200", new IntegrationResponse { StatusCode = "200", SelectionPattern = uri, ResponseTemplates = templates, ResponseParameters = parameters })),
        }));

    private static readonly Gen<Method> Methods = Gen.Select(
        Gen.OneOf(Method.HttpMethods.Select(Gen.Const).ToArray()), Texts, Gen.Bool, Sorted(Gen.Bool), Sorted(Text), Maybe(Sorted(Gen.Bool)), Integrations,
        (verb, scopes, key, parameters, models, responseParameters, integration) => new Method
        {
            HttpMethod = verb,
            AuthorizationScopes = scopes,
            ApiKeyRequired = key,
            RequestParameters = parameters,
            RequestModels = models,
            MethodResponses = Samples.Ordinal(("200", new MethodResponse { StatusCode = "200", ResponseParameters = responseParameters })),
            Integration = integration,
        });

    private static readonly Gen<RestApiEntry> Entries = Gen.Select(
        Gen.Select(Text, MaybeText, Time, Gen.Int.Nullable(), Texts, Gen.Enum<EndpointType>(), Sorted(Text), (name, description, created, size, media, type, tags) => new RestApi
        {
            Id = "api0000001",
            Name = name,
            Description = description,
            CreatedDate = created,
            MinimumCompressionSize = size,
            BinaryMediaTypes = media,
            EndpointConfiguration = new() { Type = type, VpcEndpointIds = media },
            Tags = tags,
            RootResourceId = "root",
        }),
        Gen.Select(Name, Methods.Array[0, 3], (id, methods) => Samples.Resource(id) with
        {
            Methods = methods.DistinctBy(method => method.HttpMethod).ToImmutableSortedDictionary(method => method.HttpMethod, method => method, StringComparer.Ordinal),
        }).Array[0, 5],
        Gen.Select(Name, Text, (name, schema) => new SchemaModel { Id = "mod001", Name = name, ContentType = "application/json", Schema = schema }).Array[0, 3],
        Gen.Select(Name, Templates, Sorted(Text), (type, templates, parameters) =>
            new GatewayResponse { ResponseType = type, ResponseTemplates = templates, ResponseParameters = parameters }).Array[0, 3],
        Gen.Select(Name, MaybeText, Time, (id, description, created) => new Deployment { Id = id, Description = description, CreatedDate = created }).Array[0, 3],
        Gen.Select(Name, Time, Sorted(Text), Gen.Double[0, 100], Gen.Bool, (name, time, variables, percent, canary) => new Stage
        {
            StageName = name,
            DeploymentId = "dep001",
            CreatedDate = time,
            LastUpdatedDate = time,
            Variables = variables,
            MethodSettings = Samples.Ordinal(("*/*", new MethodSetting { ThrottlingRateLimit = percent })),
            CanarySettings = canary ? new() { DeploymentId = "dep002", PercentTraffic = percent, StageVariableOverrides = variables } : null,
        }).Array[0, 3],
        (api, resources, models, responses, deployments, stages) => new RestApiEntry
        {
            Definition = RestApiDefinition.Empty(api) with
            {
                Resources = resources.DistinctBy(part => part.Id).ToImmutableDictionary(part => part.Id, part => part, StringComparer.Ordinal)
                    .SetItem("root", new Resource { Id = "root", Path = "/" }),
                Models = models.DistinctBy(part => part.Name).ToImmutableSortedDictionary(part => part.Name, part => part, StringComparer.Ordinal),
                GatewayResponses = responses.DistinctBy(part => part.ResponseType).ToImmutableSortedDictionary(part => part.ResponseType, part => part, StringComparer.Ordinal),
            },
            Deployments = deployments.DistinctBy(part => part.Id).ToImmutableSortedDictionary(part => part.Id, part => part, StringComparer.Ordinal),
            Stages = stages.DistinctBy(part => part.StageName).ToImmutableSortedDictionary(part => part.StageName, part => part, StringComparer.Ordinal),
        });

    [Fact]
    public async Task Whatever_is_written_is_read_back_the_same() => await Entries.SampleAsync(
        async entry =>
        {
            await using var store = new MemoryDocumentStore();
            await using var writing = await Catalog.OpenAsync(store, None);
            var deploymentId = entry.Deployments.Keys.FirstOrDefault();
            await writing.ChangeRestApiAsync(
                "api0000001", _ => new RestApiChange<int>(entry, 0, deploymentId is null ? null : entry.Snapshot(deploymentId)), None);

            await using var reading = await Catalog.OpenAsync(store, None);
            Assert.Equal(Shape.Of(entry), Shape.Of(await reading.FindRestApiAsync("api0000001", None)));
            if (deploymentId is not null)
                Assert.Equal(Shape.Of(entry.Snapshot(deploymentId)), Shape.Of(await reading.FindSnapshotAsync("api0000001", deploymentId, None)));
        },
        iter: 300);

    [Fact]
    public async Task What_an_older_version_did_not_write_is_read_as_the_model_s_own_default()
    {
        await using var store = new MemoryDocumentStore();
        await store.CommitAsync(
            new DocumentCommit
            {
                Writes =
                [
                    Write("restapi/a", """{"id":"a","name":"A","createdDate":"2026-01-02T12:00:00+00:00","rootResourceId":"root"}"""),
                    Write("resource/a/root", """{"id":"root","path":"/","methods":{"GET":{"httpMethod":"GET","integration":{"type":"MOCK"}}}}"""),
                    Write("stage/a/prod", """
                        {"stageName":"prod","deploymentId":"d","createdDate":"2026-01-02T12:00:00+00:00","lastUpdatedDate":"2026-01-02T12:00:00+00:00","methodSettings":{"*/*":{}}}
                        """),
                ],
            },
            None);
        await using var catalog = await Catalog.OpenAsync(store, None);

        var expected = new RestApiEntry
        {
            Definition = RestApiDefinition.Empty(new RestApi { Id = "a", Name = "A", CreatedDate = Samples.Noon, RootResourceId = "root" }).With(new Resource
            {
                Id = "root",
                Path = "/",
                Methods = Samples.Ordinal(("GET", new Method { HttpMethod = "GET", Integration = new Integration { Type = IntegrationType.MOCK } })),
            }),
            Stages = Samples.Ordinal(("prod", new Stage
            {
                StageName = "prod",
                DeploymentId = "d",
                CreatedDate = Samples.Noon,
                LastUpdatedDate = Samples.Noon,
                MethodSettings = Samples.Ordinal(("*/*", new MethodSetting())),
            })),
        };
        Assert.Equal(Shape.Of(expected), Shape.Of(await catalog.FindRestApiAsync("a", None)));
    }

    [Theory]
    [InlineData("""{"id":"a","name":"A","createdDate":"2026-01-02T12:00:00+00:00","rootResourceId":"root","fromTheFuture":1}""")]
    [InlineData("""{"id":"a","createdDate":"2026-01-02T12:00:00+00:00","rootResourceId":"root"}""")]
    [InlineData("""{"id":"a","name":null,"createdDate":"2026-01-02T12:00:00+00:00","rootResourceId":"root"}""")]
    [InlineData("""{"id":"a","name":"A","createdDate":"2026-01-02T12:00:00+00:00","rootResourceId":"root","tags":["a"]}""")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task A_document_that_cannot_be_read_without_loss_is_refused_by_its_key(string content)
    {
        await using var store = new MemoryDocumentStore();
        await store.CommitAsync(new DocumentCommit { Writes = [Write("restapi/a", content)] }, None);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => Catalog.OpenAsync(store, None));

        Assert.StartsWith("document restapi/a, revision 1, $", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("open the store with the version that wrote it, or a newer one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_are_plain_JSON_without_what_follows_from_the_rest()
    {
        await using var store = new MemoryDocumentStore();
        await using var catalog = await Catalog.OpenAsync(store, None);
        await catalog.ChangeRestApiAsync("api0000001", _ => new RestApiChange<int>(Samples.Full(), 0, Samples.Full().Snapshot("dep001")), None);

        Assert.Equal(
            """{"id":"val001","name":"all","validateRequestBody":true,"validateRequestParameters":true}""",
            Encoding.UTF8.GetString((await store.ReadAsync("requestvalidator/api0000001/val001", None))!.Content.Span));
        var snapshot = Encoding.UTF8.GetString((await store.ReadAsync("snapshot/api0000001/dep001", None))!.Content.Span);
        Assert.Contains("\"type\":\"HTTP_PROXY\"", snapshot, StringComparison.Ordinal);
        Assert.Contains("Läden & 店", snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("isDefault", snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("\"root\":{\"api", snapshot, StringComparison.Ordinal);
    }

    private static DocumentWrite Write(string key, string content) => new(key, Encoding.UTF8.GetBytes(content));

    private static Gen<ImmutableSortedDictionary<string, T>> Sorted<T>(Gen<T> value) =>
        Gen.Select(Text, value).Array[0, 4].Select(pairs => Samples.Ordinal<T>(pairs));

    private static Gen<T?> Maybe<T>(Gen<T> value) where T : class => Gen.OneOf(Gen.Const((T?)null), value.Select(item => (T?)item));

    private static Gen<T?> MaybeValue<T>(Gen<T> value) where T : struct => Gen.OneOf(Gen.Const((T?)null), value.Select(item => (T?)item));
}
