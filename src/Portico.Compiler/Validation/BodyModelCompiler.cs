using System.Collections.Immutable;
using Portico.Compiler.Scope;
using Portico.DataPlane.Steps;
using Portico.Json.Schema;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler.Validation;

/// <summary>Models of a method's request to compiled schemas; each model is compiled once for all methods that use it.</summary>
internal sealed class BodyModelCompiler(CompilationContext context)
{
    private const string ModelsPath = "/models/";

    private readonly Dictionary<string, JsonSchema?> _byName = new(StringComparer.Ordinal);

    internal ValidateBodyStep? Compile(Method method, ElementAddress address)
    {
        if (method.RequestModels.Count == 0) return null;

        var models = ImmutableArray.CreateBuilder<BodyModel>(method.RequestModels.Count);
        foreach (var (mediaType, name) in method.RequestModels)
        {
            if (!context.Definition.Models.TryGetValue(name, out var model))
            {
                context.Report(Finding.Error($"Invalid model identifier specified: {name}", address.Part("requestModels").Part(mediaType)));
                continue;
            }

            models.Add(new BodyModel(mediaType, SchemaModelRules.IsJson(model.ContentType) ? Schema(model) : null));
        }

        return models.All(model => model.Schema is null) ? null : new ValidateBodyStep(models.ToImmutable());
    }

    private JsonSchema? Schema(SchemaModel model)
    {
        if (_byName.TryGetValue(model.Name, out var known)) return known;

        var compilation = JsonSchema.Compile(model.Schema, Resolve);
        if (!compilation.Succeeded)
        {
            context.Report(Finding.Error($"the schema of model '{model.Name}' cannot be used to validate: {compilation.Error}", ElementAddress.Model(model.Name)));
        }

        return _byName[model.Name] = compilation.Schema;
    }

    private string? Resolve(Uri reference)
    {
        var at = reference.AbsolutePath.IndexOf(ModelsPath, StringComparison.Ordinal);
        return at < 0 ? null : context.Definition.Models.GetValueOrDefault(reference.AbsolutePath[(at + ModelsPath.Length)..])?.Schema;
    }
}
