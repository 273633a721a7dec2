using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Portico.Aws.Signing;

/// <summary>
/// Signing keys, derived once per credentials, day, region and service: four of the five HMACs of a signature. Safe for use on
/// any thread. Bounded: when it is full, the half that was not used lately is forgotten.
/// </summary>
/// <param name="capacity">Keys, at least 2.</param>
public sealed class SigningKeyCache(int capacity = 4096)
{
    // Two generations: what is found in the old one moves to the young one, and a full young one becomes the old one.
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<Key, Entry> _young = new();
    private volatile ConcurrentDictionary<Key, Entry> _old = new();

    /// <summary>How many keys are held.</summary>
    public int Count => _young.Count + _old.Count;

    internal bool Contains(string accessKeyId, in SigningScope scope)
    {
        var key = new Key(accessKeyId, scope);
        return _young.ContainsKey(key) || _old.ContainsKey(key);
    }

    internal SigningKey Get(AwsCredentials credentials, in SigningScope scope)
    {
        var key = new Key(credentials.AccessKeyId, scope);
        if (_young.TryGetValue(key, out var found) && found.Secret == credentials.SecretAccessKey) return found.Value;
        if (!_old.TryGetValue(key, out found) || found.Secret != credentials.SecretAccessKey) found = new(credentials.SecretAccessKey, new SigningKey(Derive(credentials.SecretAccessKey, scope)));

        _young[key] = found;
        if (_young.Count > capacity / 2) Turn();
        return found.Value;
    }

    internal static byte[] Derive(string secret, in SigningScope scope)
    {
        var start = Encoding.UTF8.GetBytes("AWS4" + secret);
        var date = HMACSHA256.HashData(start, Encoding.UTF8.GetBytes(scope.Date));
        var region = HMACSHA256.HashData(date, Encoding.UTF8.GetBytes(scope.Region));
        var service = HMACSHA256.HashData(region, Encoding.UTF8.GetBytes(scope.Service));
        return HMACSHA256.HashData(service, "aws4_request"u8);
    }

    private void Turn()
    {
        lock (_turning)
        {
            if (_young.Count <= capacity / 2) return;
            _old = _young;
            _young = new();
        }
    }

    private readonly record struct Key(string AccessKeyId, SigningScope Scope);

    private sealed record Entry(string Secret, SigningKey Value);
}
