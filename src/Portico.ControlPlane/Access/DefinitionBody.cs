using System.Collections.Immutable;
using System.Text;
using Portico.Aws;
using Portico.Model.Findings;

namespace Portico.ControlPlane.Access;

/// <summary>A definition as the body of a call: its text, and AWS's form of what stands against it.</summary>
internal static class DefinitionBody
{
    /// <value>Bytes: 6 MiB, as AWS.</value>
    private const int MaxBytes = 6 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null when the bytes are not UTF-8.</summary>
    public static string? Text(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBytes) throw new ServiceException(413, "RequestEntityTooLargeException", $"Request size exceeded {MaxBytes} bytes");
        var bytes = body.Span;
        try
        {
            return StrictUtf8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public static ImmutableArray<string> Messages(IEnumerable<Finding> findings, FindingSeverity severity) =>
        [.. findings.Where(finding => finding.Severity == severity).Select(finding => finding.Message)];

    /// <summary>Refuses a definition that has errors, or warnings where they are to fail.</summary>
    public static void Check(IReadOnlyCollection<Finding> findings, bool? failOnWarnings)
    {
        if (Messages(findings, FindingSeverity.Error) is { IsEmpty: false } errors) throw Refusal("Errors", errors);
        if (failOnWarnings == true && Messages(findings, FindingSeverity.Warning) is { IsEmpty: false } warnings) throw Refusal("Warnings", warnings);
    }

    public static ServiceException Refusal(string what, ImmutableArray<string> messages) =>
        ServiceException.BadRequest($"{what} found during import:\n\t{string.Join("\n\t", messages)}");
}
