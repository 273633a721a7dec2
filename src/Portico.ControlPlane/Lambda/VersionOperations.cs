using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portico.ControlPlane.Operations;
using Portico.Model.Lambda;
using Portico.Protocol;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>Published versions.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html"/>
internal sealed class VersionOperations(LambdaServices services, FunctionAccess access)
{
    private static readonly ImmutableSortedDictionary<string, string> Empty = ImmutableSortedDictionary<string, string>.Empty;

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("PublishVersion", PublishAsync, (writer, shown) => FunctionWriter.WriteConfiguration(writer, shown.Function, shown.Version, isQualified: true))
        .Add("ListVersionsByFunction", (call, _) => ValueTask.FromResult((call, access.Find(call).Function)), WriteList);

    /// <summary>The function with its present state as a version, unless the last version is the same.</summary>
    /// <param name="description">Null for that of <c>$LATEST</c>.</param>
    public static LambdaFunction Publish(LambdaFunction function, string? description, LambdaServices services)
    {
        if (function.Versions is [.., var last] && IsSame(last, function.Latest)) return function;
        var number = function.LastVersion + 1;
        var version = function.Latest with
        {
            Version = number.ToString(CultureInfo.InvariantCulture),
            Description = string.IsNullOrEmpty(description) ? function.Latest.Description : description,
            RevisionId = services.NewRevisionId(),
            LastModified = services.Time.GetUtcNow(),
        };
        return function with { Versions = function.Versions.Add(version), LastVersion = number };
    }

    private async ValueTask<(LambdaFunction Function, FunctionConfiguration Version)> PublishAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, _) =>
        {
            FunctionAccess.CheckRevision(call, function.Latest.RevisionId);
            if (call.Input.Text("CodeSha256") is { Length: > 0 } expected && expected != function.Latest.Code.Sha256)
            {
                throw LambdaErrors.InvalidParameter($"CodeSHA256 ({expected}) is different from current CodeSHA256 in $LATEST ({function.Latest.Code.Sha256}). Please try again with the CodeSHA256 in $LATEST.");
            }

            var next = Publish(function, call.Input.Text("Description"), services);
            return new FunctionChange<(LambdaFunction, FunctionConfiguration)>(next, (next, next.Versions[^1]));
        },
        cancellationToken);

    private static bool IsSame(FunctionConfiguration version, FunctionConfiguration latest) =>
        version.Code == latest.Code && (version.Environment ?? Empty).SequenceEqual(latest.Environment ?? Empty) && version.Architectures.SequenceEqual(latest.Architectures)
        && version == latest with
        {
            Version = version.Version,
            Description = version.Description,
            RevisionId = version.RevisionId,
            LastModified = version.LastModified,
            Environment = version.Environment,
            Architectures = version.Architectures,
        };

    private static void WriteList(Utf8JsonWriter writer, (OperationCall Call, LambdaFunction Function) asked) => MarkedPage.Write(
        writer, asked.Call.Input, "Versions", asked.Function.Versions.Prepend(asked.Function.Latest), version => version.Version,
        version => FunctionWriter.WriteConfiguration(writer, asked.Function, version, isQualified: true));
}
