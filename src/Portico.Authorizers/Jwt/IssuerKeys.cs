using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Portico.Authorizers.Jwt;

/// <summary>
/// The keys of one issuer: fetched when the first token asks for them, fetched again in the background when they are old, and when a
/// token names a key that is not among them. While the issuer cannot be reached the last keys serve, until they expire. Safe for
/// use on any thread.
/// </summary>
public sealed class IssuerKeys(IssuerAddress address, IKeyDocuments documents, TimeProvider time, Action<string>? onFailure = null)
{
    /// <summary>After this they are fetched again, as AWS does it.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromHours(2);

    /// <summary>After this they are used no more.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>Between two fetches, whatever keys tokens name.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    // Of an issuer whose keys were never had, or are no longer good: everybody waits for it.
    private static readonly TimeSpan PauseWithoutKeys = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(1500);

    private readonly Lock _turn = new();
    private volatile KeySnapshot? _snapshot;
    private Task? _fetching;
    private DateTimeOffset _attemptedAt = DateTimeOffset.MinValue;

    public IssuerAddress Address => address;

    /// <summary>The keys that serve now, or null; never waits.</summary>
    public KeySnapshot? Present => _snapshot is { } snapshot && snapshot.FetchedAt + Life > time.GetUtcNow() ? snapshot : null;

    /// <summary>The keys that serve, fetched when there are none.</summary>
    /// <returns>Null when the issuer cannot be reached.</returns>
    public async ValueTask<KeySnapshot?> GetAsync()
    {
        if (Present is { } present)
        {
            // Nobody waits for it: what there is serves on.
            if (present.FetchedAt + Freshness <= time.GetUtcNow()) _ = Fetch(Pause);
            return present;
        }

        await Fetch(PauseWithoutKeys);
        return Present;
    }

    /// <summary>A key by its id, fetched when it is not there.</summary>
    /// <returns>Null when the issuer has none of that id.</returns>
    public async ValueTask<SecurityKey?> FindAsync(string keyId)
    {
        if (await GetAsync() is not { } snapshot) return null;
        if (snapshot.Keys.TryGetValue(keyId, out var key)) return key;
        await Fetch(Pause);
        return Present?.Keys.GetValueOrDefault(keyId);
    }

    // One at a time, and not too often.
    private Task Fetch(TimeSpan pause)
    {
        lock (_turn)
        {
            if (_fetching is { IsCompleted: false } running) return running;
            var now = time.GetUtcNow();
            if (_attemptedAt + pause > now) return Task.CompletedTask;
            _attemptedAt = now;
            return _fetching = Task.Run(FetchAsync);
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(Limit, time);
            var (issuer, keys) = (address.Issuer, address.Keys);
            if (keys is null || issuer is null)
            {
                using var configuration = JsonDocument.Parse(await documents.GetAsync(address.Configuration!, deadline.Token));
                issuer ??= Text(configuration.RootElement, "issuer");
                keys ??= Uri.TryCreate(Text(configuration.RootElement, "jwks_uri"), UriKind.Absolute, out var found) && found.Scheme is "http" or "https" ? found : throw new KeyDocumentException($"{address.Configuration} names no jwks_uri");
            }

            _snapshot = new KeySnapshot(issuer, Read(await documents.GetAsync(keys, deadline.Token), keys), time.GetUtcNow());
        }
        catch (Exception exception) when (exception is KeyDocumentException or JsonException or ArgumentException or FormatException)
        {
            onFailure?.Invoke($"The keys of {address} cannot be fetched: {exception.Message}");
        }
    }

    private string Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new KeyDocumentException($"{address.Configuration} names no {name}");

    private static FrozenDictionary<string, SecurityKey> Read(string text, Uri from)
    {
        var keys = new Dictionary<string, SecurityKey>(StringComparer.Ordinal);
        foreach (var key in new JsonWebKeySet(text).Keys)
        {
            if (key.Kty != "RSA" || key.Use is "enc" || string.IsNullOrEmpty(key.KeyId)) continue;
            if (JsonWebKeyConverter.TryConvertToSecurityKey(key, out var converted) && converted is AsymmetricSecurityKey) keys[key.KeyId] = converted;
        }

        return keys.Count > 0 ? keys.ToFrozenDictionary(StringComparer.Ordinal) : throw new KeyDocumentException($"{from} holds no RSA key for signatures");
    }
}
