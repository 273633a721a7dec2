namespace Portico.Storage;

/// <summary>What belongs to the account was changed.</summary>
/// <param name="Before">As it was; an empty entry when there was nothing yet.</param>
public sealed record AccountChange(AccountEntry Before, AccountEntry After);
