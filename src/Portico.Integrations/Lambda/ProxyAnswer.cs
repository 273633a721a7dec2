using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;

namespace Portico.Integrations.Lambda;

/// <summary>Reads what a function behind a proxy integration returned, and makes the client's response of it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format"/>
internal static class ProxyAnswer
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 64 };

    // RFC 9110 §5.6.2.
    private static readonly SearchValues<char> TokenLetters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Fills the response.</summary>
    /// <param name="payload">What the function returned.</param>
    /// <param name="invocation">Its response takes status and headers, its response buffer the body's text.</param>
    /// <returns>Whether the body is said to be base64; null when the answer keeps none of the forms that it may have.</returns>
    internal static bool? TryRead(ReadOnlySpan<byte> payload, Invocation invocation)
    {
        var reader = new Utf8JsonReader(payload, ReaderOptions);
        try
        {
            return Read(ref reader, invocation, isPrelude: false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The same for the metadata before a streamed body, which holds no body and may hold cookies.</summary>
    internal static bool TryReadPrelude(ReadOnlySpan<byte> prelude, Invocation invocation)
    {
        var reader = new Utf8JsonReader(prelude, ReaderOptions);
        try
        {
            return Read(ref reader, invocation, isPrelude: true) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool? Read(ref Utf8JsonReader reader, Invocation invocation, bool isPrelude)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        var response = invocation.Response;
        var single = invocation.Integration.ResponseHeaders;
        single.Clear();
        var isBase64 = false;
        var members = 0;
        response.Status = 200;
        invocation.ResponseBuffer.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            members++;
            bool isSound;
            if (reader.ValueTextEquals("statusCode"u8)) isSound = TryReadStatus(ref reader, response);
            else if (reader.ValueTextEquals("headers"u8)) isSound = TryReadHeaders(ref reader, single);
            else if (reader.ValueTextEquals("multiValueHeaders"u8)) isSound = TryReadMultiValueHeaders(ref reader, response.Headers);
            else if (isPrelude && reader.ValueTextEquals("cookies"u8)) isSound = TryReadCookies(ref reader, response.Headers);
            else if (!isPrelude && reader.ValueTextEquals("body"u8)) isSound = TryReadBody(ref reader, invocation.ResponseBuffer);
            else if (!isPrelude && reader.ValueTextEquals("isBase64Encoded"u8)) isSound = TryReadFlag(ref reader, out isBase64);
            else isSound = false;
            if (!isSound) return null;
        }

        // Recorded: an empty object is no answer.
        if (reader.TokenType != JsonTokenType.EndObject || reader.Read() || (members == 0 && !isPrelude)) return null;
        Merge(single, response.Headers);
        return isBase64;
    }

    private static bool TryReadStatus(ref Utf8JsonReader reader, ClientResponse response)
    {
        reader.Read();
        var status = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.Number when reader.TryGetInt32(out status):
            case JsonTokenType.String when int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status):
                break;
            default:
                return false;
        }

        response.Status = status;
        return status is >= 200 and <= 599;
    }

    private static bool TryReadHeaders(ref Utf8JsonReader reader, HeaderList headers)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) continue;
            if (!IsToken(name) || Scalar(ref reader) is not { } value) return false;
            headers.Add(name, value);
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryReadMultiValueHeaders(ref Utf8JsonReader reader, HeaderList headers)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!IsToken(name) || reader.TokenType != JsonTokenType.StartArray) return false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (Scalar(ref reader) is not { } value) return false;
                Add(headers, name, value);
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryReadCookies(ref Utf8JsonReader reader, HeaderList headers)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.String) headers.Add("Set-Cookie", HeaderText.Clean(reader.GetString()!));
        return reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool TryReadBody(ref Utf8JsonReader reader, PayloadBuffer body)
    {
        reader.Read();
        body.Clear();
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.String) return false;
        body.Advance(reader.CopyString(body.GetSpan(reader.ValueSpan.Length)));
        return true;
    }

    private static bool TryReadFlag(ref Utf8JsonReader reader, out bool value)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null;
    }

    // Recorded: a boolean is written as JSON writes it.
    private static string? Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => HeaderText.Clean(reader.GetString()!),
        JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    private static bool IsToken(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TokenLetters);

    // Recorded: the values of both stand side by side, those of the lists first and under the name that the list has.
    private static void Merge(HeaderList single, HeaderList headers)
    {
        var listed = headers.Count;
        foreach (var (name, value) in single.Lines)
        {
            var spelled = name;
            for (var index = 0; index < listed; index++)
            {
                if (headers[index].Name.Equals(Sent(name), StringComparison.OrdinalIgnoreCase)) spelled = headers[index].Name;
            }

            if (ReferenceEquals(spelled, name)) Add(headers, name, value);
            else headers.Add(spelled, value);
        }

        if (!headers.Contains("Content-Type")) headers.Add("Content-Type", "application/json");
    }

    private static void Add(HeaderList headers, string name, string value)
    {
        if (!HeaderRules.DroppedFromLambdaResponse.Contains(name)) headers.Add(Sent(name), value);
    }

    private static string Sent(string name) => HeaderRules.RemappedInProxyResponse.Contains(name) ? HeaderRules.RemappedPrefix + name : name;
}
