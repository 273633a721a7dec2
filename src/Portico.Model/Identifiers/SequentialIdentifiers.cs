using System.Globalization;

namespace Portico.Model.Identifiers;

/// <summary>Ids that count upwards, for tests and for output that must be the same at each run.</summary>
/// <param name="prefix">Stands before the number, such as <c>a</c>; the number is padded with zeros to the asked length.</param>
public sealed class SequentialIdentifiers(string prefix = "a") : IIdentifierSource
{
    private int _last;

    public string Next(int length) =>
        prefix + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(1, length - prefix.Length), '0');
}
