using System.Text;
using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>
/// A JSON Schema draft 4, compiled once for any number of validations on any thread.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html"/>
public sealed class JsonSchema
{
    /// <summary>How many findings <see cref="Validate"/> collects unless told otherwise.</summary>
    public const int DefaultMaxFindings = 100;

    private readonly SchemaNode _root;

    internal JsonSchema(SchemaNode root) => _root = root;

    /// <inheritdoc cref="Compile(ReadOnlyMemory{byte}, Func{Uri, string})"/>
    public static JsonSchemaCompilation Compile(string schema, Func<Uri, string?>? resolveReference = null) =>
        Compile(Encoding.UTF8.GetBytes(schema), resolveReference);

    /// <summary>Compiles a schema. Never throws for bad input.</summary>
    /// <param name="utf8Schema">The text of the schema.</param>
    /// <param name="resolveReference">
    /// Gives the text of the schema that a reference outside this document names (an absolute URI without fragment), or null when there is
    /// none. Called at most once per document; models may refer to each other in circles.
    /// </param>
    public static JsonSchemaCompilation Compile(ReadOnlyMemory<byte> utf8Schema, Func<Uri, string?>? resolveReference = null)
    {
        var compiler = new SchemaCompiler(resolveReference);
        var root = compiler.Compile(utf8Schema);
        return root is null ? new(null, compiler.Error) : new(new JsonSchema(root), null);
    }

    /// <summary>Whether the instance is valid. Stops at the first finding; allocates nothing for ordinary schemas.</summary>
    /// <remarks>Work is bounded: an instance that would take more than some millions of steps is not valid.</remarks>
    public bool IsValid(JsonElement instance)
    {
        var budget = new EvaluationBudget();
        return _root.IsValid(instance, ref budget) && !budget.IsSpent;
    }

    /// <summary>Every finding about the instance: first the object or array itself, keyword by keyword, then its members.</summary>
    /// <param name="instance">The parsed request body.</param>
    /// <param name="maxFindings">Stops after so many findings, at least 1.</param>
    public JsonSchemaValidation Validate(JsonElement instance, int maxFindings = DefaultMaxFindings)
    {
        var report = new FindingReport(Math.Max(maxFindings, 1));
        _root.Report(instance, report);
        return new JsonSchemaValidation(report.ToFindings());
    }
}
