namespace Portico.Protocol;

/// <summary>What a service is told about the place it runs in.</summary>
public sealed record RestJsonServiceOptions
{
    /// <summary>The region of a call whose signature names none.</summary>
    public string DefaultRegion { get; init; } = "us-east-1";

    /// <summary>The account, twelve digits, of a call that does not say.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <value>Bytes. Default 10 MiB, as AWS.</value>
    public int MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Where the ids of requests come from. Default: random UUIDs.</summary>
    public Func<string> NewRequestId { get; init; } = RequestIdentifiers.Random;

    /// <summary>Members that every refusal has beside its message.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ErrorMembers { get; init; } = [];

    /// <summary>Error codes whose text is called <c>Message</c> and not <c>message</c>, beside those of the protocol itself.</summary>
    public IReadOnlyList<string> UpperCaseMessage { get; init; } = [];

    /// <summary>Whether a violated constraint names its member as <c>memorySize</c>, and not as <c>createFunctionInput.MemorySize</c>.</summary>
    public bool NamesMembersAlone { get; init; }

    /// <summary>Told, after an operation was carried out, of the members of its input that were sent and had no say in it.</summary>
    public Action<string, IReadOnlyList<string>>? OnUnread { get; init; }

    /// <summary>Told of each exception that no operation meant to throw, with the operation's name and the request's id.</summary>
    public Action<string, string, Exception>? OnUnexpected { get; init; }
}
