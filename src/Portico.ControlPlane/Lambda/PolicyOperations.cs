using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Lambda;
using Portico.Protocol;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>Who may call a function, one of its versions or one of its aliases.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html"/>
internal sealed class PolicyOperations(LambdaServices services, FunctionAccess access)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("AddPermission", AddAsync, Write)
        .Add("RemovePermission", RemoveAsync)
        .Add("GetPolicy", (call, _) => ValueTask.FromResult(Find(call)), Write);

    private async ValueTask<(string Arn, PermissionStatement Statement)> AddAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, qualifier) =>
        {
            var input = call.Input;
            if (qualifier == LambdaFunction.LatestVersion) throw LambdaErrors.InvalidParameter("We currently do not support adding policies for $LATEST.");
            var statement = new PermissionStatement
            {
                StatementId = input.Required("StatementId"),
                Action = input.Required("Action"),
                Principal = input.Required("Principal"),
                SourceArn = input.TextOrNull("SourceArn"),
                SourceAccount = input.TextOrNull("SourceAccount"),
                EventSourceToken = input.TextOrNull("EventSourceToken"),
                PrincipalOrgId = input.TextOrNull("PrincipalOrgID"),
                FunctionUrlAuthType = input.TextOrNull("FunctionUrlAuthType"),
            };
            var policy = function.Policies.GetValueOrDefault(qualifier ?? "");
            if (policy is not null) FunctionAccess.CheckRevision(call, policy.RevisionId);
            if (policy?.Statements.Any(each => each.StatementId == statement.StatementId) == true)
            {
                throw LambdaErrors.Conflict($"The statement id ({statement.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.");
            }

            var next = function with
            {
                Policies = function.Policies.SetItem(qualifier ?? "", new() { Statements = [.. policy?.Statements ?? [], statement], RevisionId = services.NewRevisionId() }),
            };
            return new FunctionChange<(string, PermissionStatement)>(next, (next.QualifiedArn(qualifier), statement));
        },
        cancellationToken);

    private async ValueTask RemoveAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, qualifier) =>
        {
            var id = call.Input.Required("StatementId");
            var policy = function.Policies.GetValueOrDefault(qualifier ?? "");
            if (policy?.Statements.FirstOrDefault(each => each.StatementId == id) is not { } statement)
            {
                throw LambdaErrors.NotFound(policy is null ? "No policy is associated with the given resource." : $"Statement {id} is not found in resource policy.");
            }

            FunctionAccess.CheckRevision(call, policy.RevisionId);
            var left = policy.Statements.Remove(statement);
            var policies = left.IsEmpty
                ? function.Policies.Remove(qualifier ?? "")
                : function.Policies.SetItem(qualifier ?? "", new() { Statements = left, RevisionId = services.NewRevisionId() });
            return new FunctionChange<bool>(function with { Policies = policies }, true);
        },
        cancellationToken);

    private (string Arn, FunctionPolicy Policy) Find(OperationCall call)
    {
        var (function, qualifier) = access.Find(call);
        var policy = function.Policies.GetValueOrDefault(qualifier ?? "") ?? throw LambdaErrors.NotFound("The resource you requested does not exist.");
        return (function.QualifiedArn(qualifier), policy);
    }

    private static void Write(Utf8JsonWriter writer, (string Arn, PermissionStatement Statement) added)
    {
        writer.WriteStartObject();
        writer.WriteString("Statement", Text(text => WriteStatement(text, added.Arn, added.Statement)));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, (string Arn, FunctionPolicy Policy) found)
    {
        writer.WriteStartObject();
        writer.WriteString("Policy", Text(text =>
        {
            text.WriteStartObject();
            text.WriteString("Version", "2012-10-17");
            text.WriteString("Id", "default");
            text.WriteStartArray("Statement");
            foreach (var statement in found.Policy.Statements) WriteStatement(text, found.Arn, statement);
            text.WriteEndArray();
            text.WriteEndObject();
        }));
        writer.WriteString("RevisionId", found.Policy.RevisionId);
        writer.WriteEndObject();
    }

    private static void WriteStatement(Utf8JsonWriter writer, string arn, PermissionStatement statement)
    {
        writer.WriteStartObject();
        writer.WriteString("Sid", statement.StatementId);
        writer.WriteString("Effect", "Allow");
        var principal = statement.Principal;
        if (principal == "*")
        {
            writer.WriteString("Principal", "*");
        }
        else
        {
            writer.WriteStartObject("Principal");
            if (principal.Contains('.', StringComparison.Ordinal) && !principal.StartsWith("arn:", StringComparison.Ordinal)) writer.WriteString("Service", principal);
            else writer.WriteString("AWS", principal.Length == 12 && principal.All(char.IsAsciiDigit) ? $"arn:aws:iam::{principal}:root" : principal);
            writer.WriteEndObject();
        }

        writer.WriteString("Action", statement.Action);
        writer.WriteString("Resource", arn);
        WriteConditions(writer, statement);
        writer.WriteEndObject();
    }

    private static void WriteConditions(Utf8JsonWriter writer, PermissionStatement statement)
    {
        (string Operator, string Key, string? Value)[] conditions =
        [
            ("StringEquals", "AWS:SourceAccount", statement.SourceAccount),
            ("StringEquals", "lambda:EventSourceToken", statement.EventSourceToken),
            ("StringEquals", "aws:PrincipalOrgID", statement.PrincipalOrgId),
            ("StringEquals", "lambda:FunctionUrlAuthType", statement.FunctionUrlAuthType),
            ("ArnLike", "AWS:SourceArn", statement.SourceArn),
        ];
        if (conditions.All(condition => condition.Value is null)) return;
        writer.WriteStartObject("Condition");
        foreach (var group in conditions.Where(condition => condition.Value is not null).GroupBy(condition => condition.Operator))
        {
            writer.WriteStartObject(group.Key);
            foreach (var (_, key, value) in group) writer.WriteString(key, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
