using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Portico.Aws.Policies;

/// <summary>One row of the table of condition operators: how a value of the policy and one of the request are compared.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"/>
internal sealed record ConditionOperator
{
    private ConditionOperator(string name, bool negated, bool wildcards, Func<string, bool> isValid, Func<PolicyPattern, string, IConditionKeys, bool> matches)
    {
        Name = name;
        Negated = negated;
        Wildcards = wildcards;
        IsValid = isValid;
        Matches = matches;
    }

    internal static FrozenDictionary<string, ConditionOperator> All { get; } = new[]
    {
        Text("StringEquals", false, static (policy, value) => policy == value),
        Text("StringNotEquals", true, static (policy, value) => policy == value),
        Text("StringEqualsIgnoreCase", false, static (policy, value) => policy.Equals(value, StringComparison.OrdinalIgnoreCase)),
        Text("StringNotEqualsIgnoreCase", true, static (policy, value) => policy.Equals(value, StringComparison.OrdinalIgnoreCase)),
        new ConditionOperator("StringLike", false, true, static _ => true, static (policy, value, keys) => policy.Matches(value, keys)),
        new ConditionOperator("StringNotLike", true, true, static _ => true, static (policy, value, keys) => policy.Matches(value, keys)),
        Typed<decimal>("NumericEquals", false, TryNumber, static (policy, value) => value == policy),
        Typed<decimal>("NumericNotEquals", true, TryNumber, static (policy, value) => value == policy),
        Typed<decimal>("NumericLessThan", false, TryNumber, static (policy, value) => value < policy),
        Typed<decimal>("NumericLessThanEquals", false, TryNumber, static (policy, value) => value <= policy),
        Typed<decimal>("NumericGreaterThan", false, TryNumber, static (policy, value) => value > policy),
        Typed<decimal>("NumericGreaterThanEquals", false, TryNumber, static (policy, value) => value >= policy),
        Typed<DateTimeOffset>("DateEquals", false, TryDate, static (policy, value) => value == policy),
        Typed<DateTimeOffset>("DateNotEquals", true, TryDate, static (policy, value) => value == policy),
        Typed<DateTimeOffset>("DateLessThan", false, TryDate, static (policy, value) => value < policy),
        Typed<DateTimeOffset>("DateLessThanEquals", false, TryDate, static (policy, value) => value <= policy),
        Typed<DateTimeOffset>("DateGreaterThan", false, TryDate, static (policy, value) => value > policy),
        Typed<DateTimeOffset>("DateGreaterThanEquals", false, TryDate, static (policy, value) => value >= policy),
        Typed<bool>("Bool", false, bool.TryParse, static (policy, value) => value == policy),
        Text("BinaryEquals", false, static (policy, value) => policy == value),
        Address("IpAddress", false),
        Address("NotIpAddress", true),
        Arn("ArnEquals", false),
        Arn("ArnLike", false),
        Arn("ArnNotEquals", true),
        Arn("ArnNotLike", true),
        new ConditionOperator("Null", false, false, static value => bool.TryParse(value, out _), static (_, _, _) => false),
    }.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    internal string Name { get; }

    /// <summary>True when it holds where nothing of the policy's values matches.</summary>
    internal bool Negated { get; }

    internal bool Wildcards { get; }

    /// <summary>Whether a value of a policy, without variables, is one of its kind.</summary>
    internal Func<string, bool> IsValid { get; }

    internal Func<PolicyPattern, string, IConditionKeys, bool> Matches { get; }

    private static ConditionOperator Text(string name, bool negated, Func<string, string, bool> same) =>
        new(name, negated, false, static _ => true, (policy, value, keys) => policy.Resolve(keys) is { } text && same(text, value));

    private static ConditionOperator Typed<T>(string name, bool negated, TryParser<T> tryParse, Func<T, T, bool> holds) =>
        new(name, negated, false, value => tryParse(value, out _),
            (policy, value, keys) => policy.Resolve(keys) is { } text && tryParse(text, out var left) && tryParse(value, out var right) && holds(left, right));

    private static ConditionOperator Address(string name, bool negated) =>
        new(name, negated, false, static value => TryNetwork(value, out _, out _), static (policy, value, keys) =>
            policy.Resolve(keys) is { } text && TryNetwork(text, out var network, out var bits) && IPAddress.TryParse(value, out var address) && IsIn(address, network, bits));

    private static ConditionOperator Arn(string name, bool negated) => new(name, negated, true, static _ => true, static (policy, value, keys) => policy.MatchesArn(value, keys));

    private static bool TryNumber(string text, out decimal value) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    // ISO 8601, whole or cut short, or seconds since 1970.
    private static bool TryDate(string text, out DateTimeOffset value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && text.Length > 4)
        {
            value = default;
            if (seconds is < -62135596800 or > 253402300799) return false;
            value = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        return DateTimeOffset.TryParseExact(
            text, ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }

    private static bool TryNetwork(string text, out IPAddress address, out int bits)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        bits = 0;
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var parsed))
        {
            address = IPAddress.None;
            return false;
        }

        address = parsed;
        var all = parsed.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash < 0) bits = all;
        else if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > all) return false;
        return true;
    }

    private static bool IsIn(IPAddress address, IPAddress network, int bits)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != network.AddressFamily) return false;
        Span<byte> left = stackalloc byte[16], right = stackalloc byte[16];
        if (!address.TryWriteBytes(left, out _) || !network.TryWriteBytes(right, out _)) return false;
        var whole = bits / 8;
        if (!left[..whole].SequenceEqual(right[..whole])) return false;
        var rest = bits % 8;
        return rest == 0 || ((left[whole] ^ right[whole]) >> (8 - rest)) == 0;
    }

    private delegate bool TryParser<T>(string text, out T value);
}
