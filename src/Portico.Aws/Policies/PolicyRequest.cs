namespace Portico.Aws.Policies;

/// <summary>What is to be decided: may this caller do this with that.</summary>
/// <param name="Action">Such as <c>execute-api:Invoke</c>.</param>
/// <param name="Resource">The ARN.</param>
/// <param name="Principal">Who asks; identity policies do not look at it.</param>
/// <param name="Keys">The request's condition keys.</param>
public readonly record struct PolicyRequest(string Action, string Resource, PolicyPrincipal Principal, IConditionKeys Keys);
