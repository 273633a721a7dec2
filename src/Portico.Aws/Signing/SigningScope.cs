namespace Portico.Aws.Signing;

/// <summary>What a signature is valid for: one day, one region, one service.</summary>
/// <param name="Date"><c>yyyyMMdd</c>.</param>
public readonly record struct SigningScope(string Date, string Region, string Service)
{
    public const string Terminator = "aws4_request";

    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}
