namespace Portico.Identity;

/// <summary>A pair that signs. The secret itself is kept, because a signature can be verified with nothing less; its text never shows it.</summary>
public sealed record AccessKey(string AccessKeyId, string SecretAccessKey, DateTimeOffset CreateDate, bool IsActive = true)
{
    public override string ToString() => AccessKeyId;
}
