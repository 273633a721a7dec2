using System.Globalization;
using Portico.Aws;
using Portico.Protocol.Operations;

namespace Portico.Protocol.Binding;

/// <summary>What a request breaks of its model, gathered for one ValidationException in AWS's words.</summary>
internal sealed class ConstraintViolations
{
    private readonly List<string> _found = [];

    public static string EnumRule(Shape shape) => $"Member must satisfy enum value set: [{string.Join(", ", shape.Enumeration)}]";

    public void Add(string value, string where, string rule) => _found.Add($"Value '{value}' at '{where}' failed to satisfy constraint: {rule}");

    public void Missing(string where) => _found.Add($"Value null at '{where}' failed to satisfy constraint: Member must not be null");

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

    private static string Number(double? value) => value.GetValueOrDefault().ToString("R", CultureInfo.InvariantCulture);
}
