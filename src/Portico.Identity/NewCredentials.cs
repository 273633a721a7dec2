using System.Security.Cryptography;

namespace Portico.Identity;

/// <summary>Ids and secrets in AWS's forms, from the operating system's random numbers.</summary>
public static class NewCredentials
{
    private const string IdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <param name="prefix"><c>AKIA</c> for lasting keys, <c>ASIA</c> for temporary ones.</param>
    public static AccessKey Key(string prefix, DateTimeOffset now) => new(prefix + RandomNumberGenerator.GetString(IdLetters, 16), RandomNumberGenerator.GetString(SecretLetters, 40), now);

    /// <param name="prefix"><c>AIDA</c> for users, <c>AROA</c> for roles.</param>
    public static string Id(string prefix) => prefix + RandomNumberGenerator.GetString(IdLetters, 17);

    public static string SessionToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(192));
}
