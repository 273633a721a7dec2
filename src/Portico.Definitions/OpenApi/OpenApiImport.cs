using System.Collections.Frozen;
using System.Collections.Immutable;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>One import: the document, what was found to say about it, and where the things made of it stand.</summary>
internal sealed class OpenApiImport
{
    private readonly SourceDocument _source;
    private readonly List<Finding> _findings;
    private readonly Dictionary<ElementAddress, SourceLocation> _places = [];

    public OpenApiImport(SourceDocument source, OpenApiReadOptions options)
    {
        _source = source;
        Options = options;
        _findings = [.. source.Findings];
    }

    public OpenApiReadOptions Options { get; }

    public DefinitionReading Run()
    {
        if (_source.Root is not { IsMapping: true } root) return Result(null, isOpenApi: false);
        var format = DefinitionFormat.OfRoot(root);
        if (!format.IsOpenApi) return Result(null, isOpenApi: false);

        var api = new RestApi
        {
            Id = Options.ApiId,
            Name = root["info"]?["title"]?.Text ?? "",
            Description = root["info"]?["description"]?.Text,
            Version = root["info"]?["version"]?.Text,
            CreatedDate = Options.Now,
            RootResourceId = Options.Identifiers.Next(6),
        };
        return Result(RestApiDefinition.Empty(api), isOpenApi: true);
    }

    private DefinitionReading Result(RestApiDefinition? definition, bool isOpenApi) => new()
    {
        Definition = _findings.Exists(finding => finding.Severity is FindingSeverity.Error) ? null : definition,
        Findings = [.. _findings],
        Sources = new SourceMap(_places.ToFrozenDictionary()),
        IsOpenApi = isOpenApi,
    };
}
