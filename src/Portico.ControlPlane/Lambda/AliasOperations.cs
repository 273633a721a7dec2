using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Lambda;
using Portico.Protocol;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>Names for versions.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html"/>
internal sealed class AliasOperations(LambdaServices services, FunctionAccess access)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateAlias", CreateAsync, Write)
        .Add("GetAlias", (call, _) => ValueTask.FromResult(Find(call)), Write)
        .Add("ListAliases", (call, _) => ValueTask.FromResult((call, access.Find(call).Function)), WriteList)
        .Add("UpdateAlias", UpdateAsync, Write)
        .Add("DeleteAlias", DeleteAsync);

    private async ValueTask<Shown> CreateAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, _) =>
        {
            var name = call.Input.Required("Name");
            if (function.Aliases.ContainsKey(name)) throw LambdaErrors.Conflict($"Alias already exists: {function.QualifiedArn(name)}");
            var alias = Checked(function, new FunctionAlias
            {
                Name = name,
                FunctionVersion = call.Input.Required("FunctionVersion"),
                Description = call.Input.TextOrNull("Description"),
                AdditionalVersionWeights = Weights(call) ?? ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal),
                RevisionId = services.NewRevisionId(),
            });
            return Changed(function, alias);
        },
        cancellationToken);

    private async ValueTask<Shown> UpdateAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, _) =>
        {
            var alias = function.Aliases.GetValueOrDefault(call.Input.Required("Name")) ?? throw Missing(call, function);
            FunctionAccess.CheckRevision(call, alias.RevisionId);
            return Changed(function, Checked(function, alias with
            {
                FunctionVersion = call.Input.Text("FunctionVersion") ?? alias.FunctionVersion,
                Description = call.Input.Text("Description") ?? alias.Description,
                AdditionalVersionWeights = Weights(call) ?? alias.AdditionalVersionWeights,
                RevisionId = services.NewRevisionId(),
            }));
        },
        cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, _) =>
        {
            var name = call.Input.Required("Name");
            return new FunctionChange<bool>(
                function.Aliases.ContainsKey(name) ? function with { Aliases = function.Aliases.Remove(name), Policies = function.Policies.Remove(name) } : function, true);
        },
        cancellationToken);

    private Shown Find(OperationCall call)
    {
        var (function, _) = access.Find(call);
        return new(function, function.Aliases.GetValueOrDefault(call.Input.Required("Name")) ?? throw Missing(call, function));
    }

    private static ServiceException Missing(OperationCall call, LambdaFunction function) => LambdaErrors.NotFound($"Cannot find alias arn: {function.QualifiedArn(call.Input.Required("Name"))}");

    private static FunctionChange<Shown> Changed(LambdaFunction function, FunctionAlias alias)
    {
        var next = function with { Aliases = function.Aliases.SetItem(alias.Name, alias) };
        return new(next, new(next, alias));
    }

    private static FunctionAlias Checked(LambdaFunction function, FunctionAlias alias)
    {
        if (function.FindVersion(alias.FunctionVersion) is null) throw LambdaErrors.FunctionNotFound(function.QualifiedArn(alias.FunctionVersion));
        if (alias.AdditionalVersionWeights.Count == 0) return alias;
        if (alias.AdditionalVersionWeights.Count > 1) throw LambdaErrors.InvalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
        var (version, weight) = alias.AdditionalVersionWeights.First();
        if (version == LambdaFunction.LatestVersion || alias.FunctionVersion == LambdaFunction.LatestVersion) throw LambdaErrors.InvalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
        if (version == alias.FunctionVersion) throw LambdaErrors.InvalidParameter($"Invalid function version {version}. Function version {version} is already included in routing configuration.");
        if (function.FindVersion(version) is null) throw LambdaErrors.FunctionNotFound(function.QualifiedArn(version));
        return weight is >= 0 and <= 1
            ? alias
            : throw LambdaErrors.InvalidParameter(string.Create(CultureInfo.InvariantCulture, $"Value '{{{version}={weight}}}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: weights are from 0 to 1"));
    }

    private static ImmutableSortedDictionary<string, double>? Weights(OperationCall call) =>
        call.Input.Structure("RoutingConfig") is { } routing
            ? (routing.NumberMap("AdditionalVersionWeights") ?? []).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
            : null;

    private static void Write(Utf8JsonWriter writer, Shown shown) => FunctionWriter.WriteAlias(writer, shown.Function, shown.Alias);

    private static void WriteList(Utf8JsonWriter writer, (OperationCall Call, LambdaFunction Function) asked)
    {
        var version = asked.Call.Input.Text("FunctionVersion");
        var aliases = asked.Function.Aliases.Values.Where(alias => string.IsNullOrEmpty(version) || alias.FunctionVersion == version);
        MarkedPage.Write(writer, asked.Call.Input, "Aliases", aliases, alias => alias.Name, alias => FunctionWriter.WriteAlias(writer, asked.Function, alias));
    }

    private sealed record Shown(LambdaFunction Function, FunctionAlias Alias);
}
