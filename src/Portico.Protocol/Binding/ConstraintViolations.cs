using System.Globalization;
using Portico.Aws;
using Portico.Protocol.Operations;

namespace Portico.Protocol.Binding;

/// <summary>What a request breaks of its model, gathered for one ValidationException in AWS's words.</summary>
/// <param name="input">The name of the input, where the service leaves it out of places and spells members in lower camel case, as Lambda does; null where it does not.</param>
internal sealed class ConstraintViolations(string? input = null)
{
    private readonly List<string> _found = [];

    public static string EnumRule(Shape shape) => $"Member must satisfy enum value set: [{string.Join(", ", shape.Enumeration)}]";

    public void Add(string value, string where, string rule) => _found.Add($"Value '{value}' at '{Place(where)}' failed to satisfy constraint: {rule}");

    public void Missing(string where) => _found.Add($"Value null at '{Place(where)}' failed to satisfy constraint: Member must not be null");

    public void CheckLength(int length, string value, Shape shape, string where)
    {
        if (length < shape.Minimum) Add(value, where, $"Member must have length greater than or equal to {Number(shape.Minimum)}");
        if (length > shape.Maximum) Add(value, where, $"Member must have length less than or equal to {Number(shape.Maximum)}");
    }

    public void CheckValue(double value, Shape shape, string where)
    {
        if (value < shape.Minimum) Add(Number(value), where, $"Member must have value greater than or equal to {Number(shape.Minimum)}");
        if (value > shape.Maximum) Add(Number(value), where, $"Member must have value less than or equal to {Number(shape.Maximum)}");
    }

    public void ThrowIfAny()
    {
        if (_found.Count == 0) return;
        throw ServiceException.Validation($"{_found.Count} validation error{(_found.Count == 1 ? "" : "s")} detected: {string.Join("; ", _found)}");
    }

    private string Place(string where)
    {
        if (input is null) return where;
        var members = where.StartsWith(input + ".", StringComparison.Ordinal) ? where[(input.Length + 1)..] : where;
        return string.Join('.', members.Split('.').Select(name => char.ToLowerInvariant(name[0]) + name[1..]));
    }

    private static string Number(double? value) => value.GetValueOrDefault().ToString("R", CultureInfo.InvariantCulture);
}
