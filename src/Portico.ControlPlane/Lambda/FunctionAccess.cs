using Portico.Aws;
using Portico.Model.Lambda;
using Portico.Protocol;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>Finds and changes the function that a call names, in any of the forms in which it can be named.</summary>
internal sealed class FunctionAccess(FunctionCatalog functions)
{
    /// <summary>The name that a call gives, with the qualifier of the name or of the query.</summary>
    public static FunctionReference Reference(OperationCall call, string member = "FunctionName")
    {
        var text = call.Input.Required(member);
        var reference = FunctionReference.TryParse(text) ?? throw LambdaErrors.InvalidParameter($"Invalid function name: {text}");
        var qualifier = call.Input.Text("Qualifier") is { Length: > 0 } given ? given : null;
        if (reference.Qualifier is not null && qualifier is not null && reference.Qualifier != qualifier)
        {
            throw LambdaErrors.InvalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
        }

        return reference with { Qualifier = reference.Qualifier ?? qualifier };
    }

    public static string Arn(OperationCall call, FunctionReference reference) =>
        $"arn:aws:lambda:{reference.Region ?? call.Region}:{reference.AccountId ?? call.AccountId}:function:{reference.Name}{(reference.Qualifier is null ? "" : $":{reference.Qualifier}")}";

    /// <summary>The function; its qualifier, if the call gives one, is there.</summary>
    public (LambdaFunction Function, string? Qualifier) Find(OperationCall call)
    {
        var reference = Reference(call);
        var function = functions.Find(reference.Name);
        return function is not null && function.Has(reference.Qualifier) ? (function, reference.Qualifier) : throw Missing(call, reference);
    }

    public Task<T> ChangeAsync<T>(OperationCall call, Func<LambdaFunction, string?, FunctionChange<T>> change, CancellationToken cancellationToken)
    {
        var reference = Reference(call);
        return functions.ChangeAsync(
            reference.Name,
            function => function is not null && function.Has(reference.Qualifier) ? change(function, reference.Qualifier) : throw Missing(call, reference),
            cancellationToken);
    }

    /// <summary>Refuses a change that was made on another state than the present one.</summary>
    public static void CheckRevision(OperationCall call, string present)
    {
        if (call.Input.Text("RevisionId") is { Length: > 0 } expected && expected != present) throw LambdaErrors.Precondition();
    }

    private static ServiceException Missing(OperationCall call, FunctionReference reference) => LambdaErrors.FunctionNotFound(Arn(call, reference));
}
