using System.Collections.Immutable;
using Portico.Definitions.Text;

namespace Portico.Definitions;

/// <summary>One row of the table of what a file given to Portico may be, so that a refusal can name it.</summary>
public sealed class DefinitionFormat
{
    private DefinitionFormat(string name, bool isOpenApi)
    {
        Name = name;
        IsOpenApi = isOpenApi;
    }

    public static DefinitionFormat OpenApi20 { get; } = new("OpenAPI 2.0 (Swagger)", true);
    public static DefinitionFormat OpenApi30 { get; } = new("OpenAPI 3.0", true);
    public static DefinitionFormat OpenApi31 { get; } = new("OpenAPI 3.1", true);

    /// <summary>A CloudFormation template, a SAM template among them.</summary>
    public static DefinitionFormat CloudFormation { get; } = new("CloudFormation template", false);
    public static DefinitionFormat Sam { get; } = new("SAM template", false);
    public static DefinitionFormat Wsdl { get; } = new("WSDL", false);

    /// <summary>A folder that <c>cdk synth</c> wrote.</summary>
    public static DefinitionFormat CdkOutput { get; } = new("CDK output folder", false);
    public static DefinitionFormat Unknown { get; } = new("unknown format", false);

    public static ImmutableArray<DefinitionFormat> All { get; } = [OpenApi20, OpenApi30, OpenApi31, CloudFormation, Sam, Wsdl, CdkOutput, Unknown];

    /// <summary>As a message names it.</summary>
    public string Name { get; }

    /// <summary>True for those that <see cref="OpenApi.OpenApiReader"/> reads.</summary>
    public bool IsOpenApi { get; }

    /// <summary>What <paramref name="text"/> is, told by what stands at its top. Never throws for bad input.</summary>
    public static DefinitionFormat OfText(string text)
    {
        var start = text.AsSpan().TrimStart("\uFEFF \t\r\n");
        if (start is ['<', ..])
        {
            return text.Contains("schemas.xmlsoap.org/wsdl", StringComparison.Ordinal) || text.Contains("www.w3.org/ns/wsdl", StringComparison.Ordinal) ? Wsdl : Unknown;
        }

        return SourceDocument.Read(text).Root is { IsMapping: true } root ? OfRoot(root) : Unknown;
    }

    /// <summary>What stands at <paramref name="path"/>, a file or a folder.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static DefinitionFormat OfPath(string path) =>
        Directory.Exists(path)
            ? File.Exists(Path.Combine(path, "manifest.json")) && File.Exists(Path.Combine(path, "cdk.out")) ? CdkOutput : Unknown
            : OfText(File.ReadAllText(path));

    public override string ToString() => Name;

    internal static DefinitionFormat OfRoot(SourceNode root)
    {
        if (root["swagger"] is { IsScalar: true, Text: var swagger }) return swagger is "2.0" or "2" ? OpenApi20 : Unknown;
        if (root["openapi"] is { IsScalar: true, Text: var openApi })
        {
            return IsVersion(openApi, "3.0") ? OpenApi30 : IsVersion(openApi, "3.1") ? OpenApi31 : Unknown;
        }

        if (IsSamTransform(root["Transform"])) return Sam;
        return root["AWSTemplateFormatVersion"] is not null || root["Resources"] is { IsMapping: true } ? CloudFormation : Unknown;
    }

    private static bool IsVersion(string text, string version) => text == version || text.StartsWith(version + ".", StringComparison.Ordinal);

    private static bool IsSamTransform(SourceNode? transform) =>
        transform is not null && (transform.IsSequence ? transform.Children.Any(IsSamTransform) : transform.Text.StartsWith("AWS::Serverless", StringComparison.Ordinal));
}
