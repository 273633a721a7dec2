using System.Globalization;

namespace Portico.Aws.Signing;

/// <summary>Times as signatures write them: ISO 8601 basic, <c>yyyyMMddTHHmmssZ</c>.</summary>
public static class SigningTime
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != 16 || text[8] != 'T' || text[15] != 'Z') return false;
        if (!Number(text, 0, 4, out var year) || !Number(text, 4, 2, out var month) || !Number(text, 6, 2, out var day)) return false;
        if (!Number(text, 9, 2, out var hour) || !Number(text, 11, 2, out var minute) || !Number(text, 13, 2, out var second)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;
        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    private static bool Number(string text, int start, int length, out int value)
    {
        value = 0;
        for (var index = start; index < start + length; index++)
        {
            if (!char.IsAsciiDigit(text[index])) return false;
            value = (value * 10) + text[index] - '0';
        }

        return true;
    }
}
