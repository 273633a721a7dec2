using System.Security.Cryptography;
using System.Text.Json;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Lambda;
using Portico.Protocol;
using Portico.Protocol.Binding;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>Functions: their making, showing, changing, end.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"/>
internal sealed class FunctionOperations(LambdaServices services, FunctionAccess access)
{
    private const int MaxNameLength = 64;

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateFunction", CreateAsync, Write)
        .Add("GetFunction", (call, _) => ValueTask.FromResult(Shown(call)), (writer, shown) => FunctionWriter.WriteFunction(writer, shown.Function, shown.Version, shown.Qualifier))
        .Add("GetFunctionConfiguration", (call, _) => ValueTask.FromResult(Shown(call)), Write)
        .Add("ListFunctions", (call, _) => ValueTask.FromResult(call), WriteList)
        .Add("UpdateFunctionCode", UpdateCodeAsync, Write)
        .Add("UpdateFunctionConfiguration", UpdateConfigurationAsync, Write)
        .Add("DeleteFunction", DeleteAsync);

    private async ValueTask<ShownVersion> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var reference = FunctionAccess.Reference(call);
        if (reference.Name.Length > MaxNameLength || reference.Qualifier is not null) throw LambdaErrors.InvalidParameter($"Invalid function name: {input.Required("FunctionName")}");
        if (services.Functions.Find(reference.Name) is not null) throw LambdaErrors.Conflict($"Function already exist: {reference.Name}");
        var first = ConfigurationInput.Apply(input, new FunctionConfiguration
        {
            Runtime = input.Text("PackageType") == "Image" ? "" : input.Text("Runtime") ?? throw LambdaErrors.InvalidParameter("Runtime is mandatory for functions created with deployment packages as zip archives."),
            Handler = input.Text("Handler") ?? throw LambdaErrors.InvalidParameter("Handler is mandatory for functions created with deployment packages as zip archives."),
            Role = input.Required("Role"),
            Code = await TakeCodeAsync(input.Structure("Code")!, cancellationToken) ?? throw LambdaErrors.InvalidParameter("Please provide a source for function code."),
            Architectures = input.Texts("Architectures") ?? ["x86_64"],
            RevisionId = services.NewRevisionId(),
            LastModified = services.Time.GetUtcNow(),
        });
        var made = new LambdaFunction
        {
            Name = reference.Name,
            Arn = FunctionAccess.Arn(call, reference),
            Latest = first,
            Tags = input.MapOrEmpty("Tags"),
        };
        var isPublished = input.Flag("Publish") == true;
        if (isPublished) made = VersionOperations.Publish(made, "", services);
        Report(made.Name, first);
        return await services.Functions.ChangeAsync(
            made.Name,
            present => present is null
                ? new FunctionChange<ShownVersion>(made, new(made, isPublished ? made.Versions[^1] : made.Latest, isPublished ? made.Versions[^1].Version : null))
                : throw LambdaErrors.Conflict($"Function already exist: {made.Name}"),
            cancellationToken);
    }

    private async ValueTask<ShownVersion> UpdateCodeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        // What the package is wrong in is told even of a function that is not there; AWS looks for the function first.
        access.Find(call);
        var code = await TakeCodeAsync(call.Input, cancellationToken) ?? throw LambdaErrors.InvalidParameter("Please provide a source for function code.");
        var isDry = call.Input.Flag("DryRun") == true;
        return await access.ChangeAsync(
            call,
            (function, _) =>
            {
                FunctionAccess.CheckRevision(call, function.Latest.RevisionId);
                var latest = function.Latest with
                {
                    Code = code,
                    Architectures = call.Input.Texts("Architectures") ?? function.Latest.Architectures,
                    RevisionId = services.NewRevisionId(),
                    LastModified = services.Time.GetUtcNow(),
                };
                var next = function with { Latest = latest };
                if (isDry) return new FunctionChange<ShownVersion>(function, new(next, latest, null));
                if (call.Input.Flag("Publish") != true) return new(next, new(next, latest, null));
                next = VersionOperations.Publish(next, null, services);
                return new(next, new(next, next.Versions[^1], next.Versions[^1].Version));
            },
            cancellationToken);
    }

    private async ValueTask<ShownVersion> UpdateConfigurationAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var shown = await access.ChangeAsync(
            call,
            (function, _) =>
            {
                FunctionAccess.CheckRevision(call, function.Latest.RevisionId);
                var latest = ConfigurationInput.Apply(call.Input, function.Latest) with { RevisionId = services.NewRevisionId(), LastModified = services.Time.GetUtcNow() };
                var next = function with { Latest = latest };
                return new FunctionChange<ShownVersion>(next, new(next, latest, null));
            },
            cancellationToken);
        Report(shown.Function.Name, shown.Version);
        return shown;
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, qualifier) =>
        {
            if (qualifier is null) return new FunctionChange<bool>(null, true);
            if (function.FindVersion(qualifier) is not { } version || version.Version == LambdaFunction.LatestVersion)
            {
                throw LambdaErrors.InvalidParameter("$LATEST version cannot be deleted without deleting the function.");
            }

            var users = function.Aliases.Values.Where(alias => alias.FunctionVersion == qualifier || alias.AdditionalVersionWeights.ContainsKey(qualifier)).Select(alias => alias.Name).ToList();
            if (users.Count > 0) throw LambdaErrors.Conflict($"Alias {users[0]} refers to the version {qualifier}; change or delete it first");
            return new(function with { Versions = function.Versions.Remove(version), Policies = function.Policies.Remove(qualifier) }, true);
        },
        cancellationToken);

    private ShownVersion Shown(OperationCall call)
    {
        var (function, qualifier) = access.Find(call);
        return new(function, function.Resolve(qualifier, () => 1)!, qualifier);
    }

    private async ValueTask<FunctionCode?> TakeCodeAsync(InputStructure code, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(code.Text("S3Bucket"))) throw LambdaErrors.NotHere("Code from S3 is");
        if (!string.IsNullOrEmpty(code.Text("ImageUri"))) throw LambdaErrors.NotHere("Functions from container images are");
        if (!code.Has("ZipFile")) return null;
        var package = code.Bytes("ZipFile");
        if (services.CheckPackage(package) is { } problem) throw LambdaErrors.InvalidParameter(problem);
        var sha256 = Convert.ToBase64String(SHA256.HashData(package.Span));
        await services.Code.WriteAsync(sha256, package, cancellationToken);
        return new FunctionCode { Sha256 = sha256, Size = package.Length };
    }

    private void Report(string name, FunctionConfiguration version) => services.OnWithoutEffect?.Invoke(name, ConfigurationInput.WithoutEffect(version));

    private static void Write(Utf8JsonWriter writer, ShownVersion shown) => FunctionWriter.WriteConfiguration(writer, shown.Function, shown.Version, shown.Qualifier is not null, shown.Qualifier);

    private void WriteList(Utf8JsonWriter writer, OperationCall call)
    {
        var all = services.Functions.All.SelectMany(function => call.Input.Text("FunctionVersion") == "ALL"
            ? function.Versions.Prepend(function.Latest).Select(version => (Key: $"{function.Name}:{version.Version}", function, version, IsQualified: true))
            : [(Key: function.Name, function, version: function.Latest, IsQualified: false)]);
        MarkedPage.Write(writer, call.Input, "Functions", all, each => each.Key, each => FunctionWriter.WriteConfiguration(writer, each.function, each.version, each.IsQualified));
    }

    private sealed record ShownVersion(LambdaFunction Function, FunctionConfiguration Version, string? Qualifier);
}
