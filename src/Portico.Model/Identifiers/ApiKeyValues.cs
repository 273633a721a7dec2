using System.Security.Cryptography;
using Portico.Model.Usage;

namespace Portico.Model.Identifiers;

/// <summary>Values of API keys whose owner brought none.</summary>
public static class ApiKeyValues
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Forty characters of <c>[a-zA-Z0-9]</c> that nobody can guess.</summary>
    public static string Random() => RandomNumberGenerator.GetString(Alphabet, ApiKeyRules.GeneratedValueLength);
}
