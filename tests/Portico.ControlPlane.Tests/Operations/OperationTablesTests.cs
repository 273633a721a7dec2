using Portico.ControlPlane.Operations;

namespace Portico.ControlPlane.Tests.Operations;

public sealed class OperationTablesTests
{
    [Fact]
    public void Every_operation_of_apigateway_is_a_row() => Assert.Equal(124, OperationTables.ApiGateway.Operations.Count);

    [Fact]
    public void Every_shape_that_an_operation_needs_can_be_read()
    {
        var table = OperationTables.ApiGateway;
        var open = new Stack<string>(table.Operations.Values.SelectMany(operation => new[] { operation.Input, operation.Output }).OfType<string>());
        var seen = new HashSet<string>();
        while (open.TryPop(out var name))
        {
            if (!seen.Add(name)) continue;
            var shape = table.Shape(name);
            foreach (var member in shape.Members) open.Push(member.Shape);
            if (shape.Element is { } element) open.Push(element);
        }

        Assert.True(seen.Count > 200);
    }

    [Fact]
    public void The_table_says_where_it_comes_from() => Assert.Contains("botocore", OperationTables.ApiGateway.Origin, StringComparison.Ordinal);
}
