using System.Collections.Immutable;
using System.Globalization;
using Portico.Aws;

namespace Portico.Model.Patching;

/// <summary>What a row of a patch table is given: the operation, and what stood at the row's <c>{}</c>.</summary>
/// <param name="Names">Unescaped, from left to right.</param>
public sealed record PatchStep(PatchOps Op, string Path, ImmutableArray<string> Names, string? Value, string? From)
{
    /// <summary>The first of <see cref="Names"/>.</summary>
    public string Name => Names[0];

    /// <summary>True for the text <c>true</c>; every other text is false, as recorded.</summary>
    public bool Flag => string.Equals(Value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value, or null when it is empty or was not sent.</summary>
    public string? ValueOrNull => string.IsNullOrEmpty(Value) ? null : Value;

    /// <summary>The value as a whole number within bounds.</summary>
    public int Whole(int least, int most) =>
        int.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw ServiceException.BadRequest($"Invalid value '{Value}' specified for {Path}, must be between {least} and {most}");

    /// <summary>The value as a whole number whose bounds are checked with the thing that it belongs to.</summary>
    public int Whole() => int.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw ServiceException.BadRequest($"Invalid value '{Value}' specified for {Path}, must be a whole number");

    public double Number(double least, double most) =>
        double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw ServiceException.BadRequest(FormattableString.Invariant($"Invalid value '{Value}' specified for {Path}, must be between {least} and {most}"));

    /// <summary>The value, which must be one of <paramref name="options"/>.</summary>
    public string OneOf(params ReadOnlySpan<string> options) =>
        Value is not null && options.Contains(Value)
            ? Value
            : throw ServiceException.BadRequest($"Invalid value '{Value}' specified for {Path}. Valid options are {string.Join(",", options!)}");
}
