using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary><c>.name</c>, <c>['name']</c> and <c>['a','b']</c>.</summary>
internal sealed class MemberToken(string[] names) : PathToken
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    // Several names at the end make one object of the members; in the middle each is followed on its own.
    public override bool IsDefinite => _names.Length == 1 || IsLeaf;

    public override bool IsStep => _names.Length == 1;

    public override bool TryStep(ref JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && JsonText.TryGetMember(element, _names[0], out element);

    /// <summary>Whether the name that the reader stands at is the one of a step.</summary>
    public bool IsName(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan.SequenceEqual(_names[0]);
        if (reader.ValueSpan.Length < _names[0].Length) return false;
        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        var isName = buffer.AsSpan(0, JsonText.Unescape(reader.ValueSpan, buffer)).SequenceEqual(_names[0]);
        ArrayPool<byte>.Shared.Return(buffer);
        return isName;
    }

    public override bool Evaluate(JsonElement model, PathEvaluation evaluation)
    {
        if (model.ValueKind != JsonValueKind.Object)
            return !IsUpstreamDefinite;

        if (_names.Length > 1 && IsLeaf)
            return Merge(model, evaluation);

        foreach (var name in _names)
        {
            if (JsonText.TryGetMember(model, name, out var member))
            {
                if (!Continue(member, evaluation))
                    return false;
            }
            else if (evaluation.RequiresMembers || (!IsLeaf && IsUpstreamDefinite && IsDefinite))
            {
                return false;
            }
        }

        return true;
    }

    public bool HasAll(JsonElement model)
    {
        foreach (var name in _names)
        {
            if (!JsonText.TryGetMember(model, name, out _))
                return false;
        }

        return true;
    }

    private bool Merge(JsonElement model, PathEvaluation evaluation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            foreach (var name in _names)
            {
                if (JsonText.TryGetMember(model, name, out var member))
                {
                    writer.WritePropertyName(name);
                    JsonText.Write(member, writer);
                }
                else if (evaluation.RequiresMembers)
                {
                    return false;
                }
            }

            writer.WriteEndObject();
        }

        return evaluation.Spend() && evaluation.Add(ComputedValue.Parse(buffer.WrittenSpan));
    }
}
