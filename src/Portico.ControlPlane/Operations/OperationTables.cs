using Portico.Protocol.Operations;

namespace Portico.ControlPlane.Operations;

/// <summary>The tables of the services that the control plane speaks, each read when it is first needed.</summary>
public static class OperationTables
{
    private static readonly Lazy<OperationTable> LazyApiGateway = new(() => Read("apigateway.json"));

    public static OperationTable ApiGateway => LazyApiGateway.Value;

    private static readonly Lazy<OperationTable> LazyLambda = new(() => Read("lambda.json"));

    public static OperationTable Lambda => LazyLambda.Value;

    private static readonly Lazy<OperationTable> LazyApiGatewayV2 = new(() => Read("apigatewayv2.json"));

    public static OperationTable ApiGatewayV2 => LazyApiGatewayV2.Value;

    private static readonly Lazy<OperationTable> LazyAcm = new(() => Read("acm.json"));

    public static OperationTable Acm => LazyAcm.Value;

    private static OperationTable Read(string resource)
    {
        using var stream = typeof(OperationTables).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The table {resource} is not embedded in this assembly");
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return OperationTable.Read(text);
    }
}
