using Portico.Model.Lambda;

namespace Portico.Storage.Functions;

/// <summary>What a change made of a function.</summary>
/// <param name="Next">The function as it is to be; the reference that was given when nothing is to be written; null to delete it.</param>
/// <param name="Result">What the caller of the change is answered.</param>
public readonly record struct FunctionChange<TResult>(LambdaFunction? Next, TResult Result);
