using System.Security.Cryptography;

namespace Portico.Model.Identifiers;

/// <summary>Ids that nobody can guess and that do not repeat within an account's lifetime.</summary>
public sealed class RandomIdentifiers : IIdentifierSource
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public string Next(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}
