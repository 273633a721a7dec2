using Portico.Aws.Signing;
using Portico.Aws.Vocabulary;
using Portico.Identity;
using Portico.Tests.Running;

namespace Portico.Tests.GatewayResponses;

/// <summary>Each type of failure, reached through the front door: as it is, customised, and by the default of its class.</summary>
public sealed class EveryTypeTests : IAsyncLifetime
{
    internal static readonly AwsCredentials Expired = new("ASIAEXPIRED", "secret", "token");

    private readonly RunningGateway _gateway = new()
    {
        Sessions =
        [
            new Session
            {
                Key = new AccessKey(Expired.AccessKeyId, Expired.SecretAccessKey, DateTimeOffset.UnixEpoch),
                SessionToken = Expired.SessionToken!,
                Expiration = DateTimeOffset.UnixEpoch.AddHours(1),
            },
        ],
    };

    public static TheoryData<string> Types => Provocation.Types;

    public ValueTask InitializeAsync() => _gateway.InitializeAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public void A_type_is_provoked_here_or_has_a_row_that_says_what_will() =>
        Assert.Equal(GatewayResponseType.All.Select(type => type.Name), Provocation.Types.Select(row => row.Data).Concat(Provocation.Later.Keys).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Nobody_customised_it(string type)
    {
        var provocation = Provocation.Of(type);

        var answer = await provocation.ProvokeAsync(_gateway, "");

        Assert.Equal($"{provocation.Status} {provocation.ErrorType} {provocation.Body}", $"{answer.Status} {answer["x-amzn-ErrorType"]} {answer.Text}");
        Assert.Equal("application/json", answer["Content-Type"]);
        Assert.NotNull(answer["x-amzn-RequestId"]);
        Assert.NotNull(answer["x-amz-apigw-id"]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Its_own_status_parameters_and_template_are_answered(string type)
    {
        var provocation = Provocation.Of(type);
        var answer = await provocation.ProvokeAsync(_gateway, $"{type}:\n{OpenApi.Indented(Customised("own", 461), 2)}\nDEFAULT_4XX: {{ statusCode: 462, responseParameters: {{ gatewayresponse.header.X-Parent: \"'yes'\" }} }}\nDEFAULT_5XX: {{ statusCode: 562 }}");

        IsCustomised(answer, provocation, "own", 461);
        Assert.Null(answer["X-Parent"]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_default_of_its_class_holds_while_it_has_nothing_of_its_own(string type)
    {
        var provocation = Provocation.Of(type);
        var (parent, other) = provocation.Status < 500 ? ("DEFAULT_4XX", "DEFAULT_5XX") : ("DEFAULT_5XX", "DEFAULT_4XX");

        var answer = await provocation.ProvokeAsync(_gateway, $"{parent}:\n{OpenApi.Indented(Customised("parent", 463), 2)}\n{other}: {{ statusCode: 599 }}");

        IsCustomised(answer, provocation, "parent", 463);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_default_without_a_status_leaves_that_of_the_type(string type)
    {
        var provocation = Provocation.Of(type);
        var parent = provocation.Status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";

        var answer = await provocation.ProvokeAsync(_gateway, $"{parent}: {{ responseParameters: {{ gatewayresponse.header.X-Parent: \"'yes'\" }} }}");

        Assert.Equal((provocation.Status, provocation.Body, "yes"), (answer.Status, answer.Text, answer["X-Parent"]));
    }

    private static string Customised(string who, int status) =>
        $$"""
        statusCode: {{status}}
        responseParameters:
          gatewayresponse.header.X-Who: "'{{who}}'"
          gatewayresponse.header.X-Type: context.error.responseType
          gatewayresponse.header.X-Wish: method.request.header.X-Wish
          gatewayresponse.header.X-Query: method.request.querystring.q
          gatewayresponse.header.X-Color: stageVariables.color
          gatewayresponse.header.Access-Control-Allow-Origin: "'*'"
        responseTemplates: { text/plain: "{{who}} $context.error.responseType $context.error.messageString $stageVariables.color $method.request.header.X-Wish $method.request.querystring.q" }
        """;

    private static void IsCustomised(Answer answer, Provocation provocation, string who, int status)
    {
        var message = provocation.Body[(provocation.Body.IndexOf(':', StringComparison.Ordinal) + 1)..^1].TrimStart();
        answer.Is(status, $"{who} {provocation.Type} {message} blue wish query");
        Assert.Equal(
            ("text/plain", provocation.ErrorType, who, provocation.Type, "wish", "query", "blue", "*"),
            (answer["Content-Type"], answer["x-amzn-ErrorType"], answer["X-Who"], answer["X-Type"], answer["X-Wish"], answer["X-Query"], answer["X-Color"], answer["Access-Control-Allow-Origin"]));
    }
}
