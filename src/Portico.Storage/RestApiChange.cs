using Portico.Model.Rest;

namespace Portico.Storage;

/// <summary>What a change made of an API.</summary>
/// <param name="Next">The API as it is to be; the reference that was given when nothing is to be written; null to delete it with everything in it.</param>
/// <param name="Result">What the caller of the change is answered.</param>
/// <param name="NewSnapshot">The content of a deployment that <paramref name="Next"/> holds and that was made by this change.</param>
public readonly record struct RestApiChange<TResult>(RestApiEntry? Next, TResult Result, DeploymentSnapshot? NewSnapshot = null);
