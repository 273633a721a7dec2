using Microsoft.AspNetCore.Http;

namespace Portico.DataPlane.Stages;

/// <summary>A header with a value that an asterisk at its beginning, its end or both leaves open.</summary>
public sealed class HeaderPattern
{
    private readonly string _header;
    private readonly string _text;
    private readonly bool _isOpenBefore;
    private readonly bool _isOpenBehind;

    /// <param name="header">Compared without case.</param>
    /// <param name="glob">Compared with case, such as <c>beta</c>, <c>v1*</c>, <c>*-eu</c>, <c>*mobile*</c> or <c>*</c>.</param>
    public HeaderPattern(string header, string glob)
    {
        _header = header;
        _isOpenBefore = glob.StartsWith('*');
        _isOpenBehind = glob.EndsWith('*');
        _text = glob.Trim('*');
    }

    /// <summary>Whether one of the header's lines has the value.</summary>
    internal bool Matches(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(_header, out var lines)) return false;
        foreach (var line in lines)
        {
            if (line is not null && Matches(line)) return true;
        }

        return false;
    }

    private bool Matches(string value) => (_isOpenBefore, _isOpenBehind) switch
    {
        (true, true) => value.Contains(_text, StringComparison.Ordinal),
        (true, false) => value.EndsWith(_text, StringComparison.Ordinal),
        (false, true) => value.StartsWith(_text, StringComparison.Ordinal),
        _ => value == _text,
    };
}
