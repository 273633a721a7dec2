namespace Portico.Aws.Policies;

/// <summary>The values that conditions and policy variables of one request are held against.</summary>
public interface IConditionKeys
{
    /// <summary>The values of a key.</summary>
    /// <param name="key">Lower case, such as <c>aws:sourceip</c>.</param>
    /// <returns>Empty when the request has none.</returns>
    ConditionValues Find(string key);
}
