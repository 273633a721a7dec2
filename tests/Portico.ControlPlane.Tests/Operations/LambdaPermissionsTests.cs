using Portico.ControlPlane.Lambda;
using Portico.ControlPlane.Operations;

namespace Portico.ControlPlane.Tests.Operations;

/// <summary>What callers of Lambda's API must be allowed to do.</summary>
public sealed class LambdaPermissionsTests
{
    [Fact]
    public void Every_operation_asks_for_an_action() => Assert.All(OperationTables.Lambda.Operations.Keys, operation => Assert.Single(LambdaPermissions.All[operation]));

    [Theory]
    [InlineData("GetFunction", "lambda:GetFunction", "pets")]
    [InlineData("Invoke", "lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:999999999999:function:pets")]
    [InlineData("InvokeWithResponseStream", "lambda:InvokeFunction", "123456789012:function:pets")]
    [InlineData("DeleteFunction", "lambda:DeleteFunction", "function:pets")]
    public void Every_form_of_a_name_is_the_same_function(string operation, string action, string label)
    {
        var permission = LambdaPermissions.All[operation].Single();

        Assert.Equal(action, permission.Action);
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:pets", permission.ResourceArn(OperationTables.Lambda.Operations[operation], [label], "us-east-1", "123456789012"));
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:pets", permission.ResourceArn(OperationTables.Lambda.Operations[operation], [label + ":live"], "us-east-1", "123456789012"));
    }
}
