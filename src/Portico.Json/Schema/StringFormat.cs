using System.Buffers;
using System.Globalization;

namespace Portico.Json.Schema;

/// <summary>The formats of draft 4, each a predicate over the text and the sentence for texts that fail it.</summary>
internal sealed class StringFormat
{
    private static readonly SearchValues<char> AtomText =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~");

    private static readonly SearchValues<char> UnreservedAndSubDelimiters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=");

    private static readonly Dictionary<string, StringFormat> All = new(StringComparer.Ordinal)
    {
        ["date-time"] = new(IsDateTime, "string \"", "\" is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]"),
        ["email"] = new(IsEmail, "string \"", "\" is not a valid email address"),
        ["hostname"] = new(IsHostname, "string \"", "\" is not a valid hostname"),
        ["ipv4"] = new(IsIPv4, "string \"", "\" is not a valid IPv4 address"),
        ["ipv6"] = new(IsIPv6, "string \"", "\" is not a valid IPv6 address"),
        ["uri"] = new(IsUri, "string \"", "\" is not a valid URI"),
        ["regex"] = new(static text => EcmaRegex.IsRegex(text.ToString()), "string \"", "\" is not a valid ECMA 262 regular expression"),
    };

    private readonly Predicate _isValid;
    private readonly string _before;
    private readonly string _after;

    private StringFormat(Predicate isValid, string before, string after)
    {
        _isValid = isValid;
        _before = before;
        _after = after;
    }

    private delegate bool Predicate(ReadOnlySpan<char> text);

    /// <returns>The format, or null for a name that draft 4 does not define: such a format is ignored.</returns>
    public static StringFormat? Find(string name) => All.GetValueOrDefault(name);

    public bool IsValid(ReadOnlySpan<char> text) => _isValid(text);

    public string Message(string text) => _before + FindingReport.Quote(text) + _after;

    // RFC 3339, with its leap seconds.
    private static bool IsDateTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second))
        {
            return false;
        }

        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year == 0 ? 2000 : year, month) || hour > 23 || minute > 59 || second > 60)
            return false;

        var rest = text[19..];
        if (rest[0] == '.')
        {
            var digits = 1;
            while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
                digits++;

            if (digits == 1)
                return false;

            rest = rest[digits..];
        }

        var offset = 0;
        if (rest is not ("Z" or "z"))
        {
            if (rest.Length != 6 || rest[0] is not ('+' or '-') || rest[3] != ':' || !TryDigits(rest[1..3], out var hours)
                || !TryDigits(rest[4..6], out var minutes) || hours > 23 || minutes > 59)
            {
                return false;
            }

            offset = ((hours * 60) + minutes) * (rest[0] == '-' ? -1 : 1);
        }

        // A leap second is the last one of a day in UTC.
        const int MinutesOfDay = 24 * 60;
        return second < 60 || ((hour * 60) + minute - offset + MinutesOfDay) % MinutesOfDay == MinutesOfDay - 1;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange('0', '9') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at <= 0)
            return false;

        var domain = text[(at + 1)..];
        if (domain.Length > 2 && domain[0] == '[' && domain[^1] == ']')
        {
            var literal = domain[1..^1];
            if (!(literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? IsIPv6(literal[5..]) : IsIPv4(literal)))
                return false;
        }
        else if (!IsHostname(domain))
        {
            return false;
        }

        var local = text[..at];
        if (local.Length >= 2 && local[0] == '"' && local[^1] == '"')
        {
            var quoted = local[1..^1];
            for (var i = 0; i < quoted.Length; i++)
            {
                if (quoted[i] == '\\')
                    i++;
                else if (quoted[i] is '"' or < ' ' or > '~')
                    return false;
            }

            return true;
        }

        foreach (var atom in local.Split('.'))
        {
            if (local[atom].IsEmpty || local[atom].ContainsAnyExcept(AtomText))
                return false;
        }

        return true;
    }

    private static bool IsHostname(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 253)
            return false;

        foreach (var range in text.Split('.'))
        {
            var label = text[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
                return false;

            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                    return false;
            }
        }

        return true;
    }

    private static bool IsIPv4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || !TryDigits(part, out var octet) || octet > 255)
                return false;
        }

        return parts == 4;
    }

    private static bool IsIPv6(ReadOnlySpan<char> text)
    {
        var gap = text.IndexOf("::");
        if (gap < 0)
            return CountGroups(text, mayEndInIPv4: true) == 8;

        var before = text[..gap].IsEmpty ? 0 : CountGroups(text[..gap], mayEndInIPv4: false);
        var after = text[(gap + 2)..].IsEmpty ? 0 : CountGroups(text[(gap + 2)..], mayEndInIPv4: true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    private static int CountGroups(ReadOnlySpan<char> text, bool mayEndInIPv4)
    {
        var groups = 0;
        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            if (mayEndInIPv4 && range.End.GetOffset(text.Length) == text.Length && group.Contains('.'))
                return IsIPv4(group) ? groups + 2 : -1;

            if (group.Length is 0 or > 4)
                return -1;

            foreach (var c in group)
            {
                if (!char.IsAsciiHexDigit(c))
                    return -1;
            }

            groups++;
        }

        return groups;
    }

    // RFC 3986, absolute.
    private static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon <= 0 || !char.IsAsciiLetter(text[0]))
            return false;

        foreach (var c in text[..colon])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return false;
        }

        var rest = text[(colon + 1)..];
        var hash = rest.IndexOf('#');
        if (hash >= 0)
        {
            if (!IsUriText(rest[(hash + 1)..], ":@/?"))
                return false;

            rest = rest[..hash];
        }

        var question = rest.IndexOf('?');
        if (question >= 0)
        {
            if (!IsUriText(rest[(question + 1)..], ":@/?"))
                return false;

            rest = rest[..question];
        }

        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            rest = rest[2..];
            var slash = rest.IndexOf('/');
            if (!IsAuthority(slash < 0 ? rest : rest[..slash]))
                return false;

            rest = slash < 0 ? default : rest[slash..];
        }

        return IsUriText(rest, ":@/");
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at >= 0)
        {
            if (!IsUriText(text[..at], ":"))
                return false;

            text = text[(at + 1)..];
        }

        var portAt = text.LastIndexOf(':');
        if (text.StartsWith("[", StringComparison.Ordinal))
        {
            var close = text.IndexOf(']');
            if (close < 0 || !IsIPv6(text[1..close]))
                return false;

            return close == text.Length - 1 || (text[close + 1] == ':' && !text[(close + 2)..].ContainsAnyExceptInRange('0', '9'));
        }

        if (portAt >= 0)
        {
            if (text[(portAt + 1)..].ContainsAnyExceptInRange('0', '9'))
                return false;

            text = text[..portAt];
        }

        return IsUriText(text, "");
    }

    private static bool IsUriText(ReadOnlySpan<char> text, string more)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return false;

                i += 2;
            }
            else if (!UnreservedAndSubDelimiters.Contains(text[i]) && !more.Contains(text[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
