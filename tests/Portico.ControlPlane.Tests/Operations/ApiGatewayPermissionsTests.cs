using Portico.ControlPlane.Operations;

namespace Portico.ControlPlane.Tests.Operations;

public sealed class ApiGatewayPermissionsTests
{
    public static TheoryData<string> Operations => [.. OperationTables.ApiGateway.Operations.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_needs_an_action_on_a_resource_whatever_is_sent(string name)
    {
        var operation = OperationTables.ApiGateway.Operations[name];
        var labels = operation.Uri.Segments.Where(segment => segment is ['{', .., '}']).Select((_, index) => $"label{index}").ToArray();

        var always = Assert.Single(ApiGatewayPermissions.All[name], row => row.Condition is null);

        Assert.Equal($"apigateway:{operation.Method}", always.Action);
        var arn = always.ResourceArn(operation, [.. labels], "eu-west-1", "123456789012");
        Assert.StartsWith("arn:aws:apigateway:eu-west-1::/", arn, StringComparison.Ordinal);
        Assert.DoesNotContain('{', arn);
        Assert.All(labels, label => Assert.Contains(label, arn, StringComparison.Ordinal));
    }
}
