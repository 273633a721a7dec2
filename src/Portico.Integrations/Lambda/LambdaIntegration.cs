using System.Buffers;
using System.Text;
using System.Text.Json;
using Portico.DataPlane.Context;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.Lambda;
using Portico.Lambda.Calls;
using Portico.Model.Lambda;

namespace Portico.Integrations.Lambda;

/// <summary>Calls a function with what the request mapping made; what it returns goes to the response mapping.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html"/>
internal sealed class LambdaIntegration(LambdaMethod method) : IStep
{
    private const int MaxClientContextLetters = 3583;

    public async ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        if (method.Find(invocation, out var function) is { } missing) return missing;

        var headers = invocation.Integration.RequestHeaders;
        var type = headers.Last("X-Amz-Invocation-Type") ?? "RequestResponse";
        var @event = invocation.Integration.RequestBody.IsEmpty ? "{}"u8.ToArray() : invocation.Integration.RequestBody;
        if (@event.Length > Limits.MaxRequestBytes) return LambdaFault.TooLarge;
        if (Refusal(type, headers.Last("X-Amz-Client-Context"), @event.Span, out var clientContext) is { } refusal) return Answered(invocation, 400, Encoding.UTF8.GetBytes(Error(refusal)), refusal);
        if (type == "DryRun") return Answered(invocation, 204, [], "");

        var call = NewCall(function, invocation, clientContext, headers).With(@event.Span);
        method.Calling(invocation, call);
        if (type == "Event")
        {
            using var taken = await method.Target.EnqueueAsync(call, method.Timeout);
            return LambdaFault.OfOutcome(taken) ?? Take(invocation, taken, status: 202);
        }

        using var outcome = await method.Target.InvokeAsync(call, method.Timeout);
        return LambdaFault.OfOutcome(outcome) ?? Take(invocation, outcome, status: 200);
    }

    private FunctionCall NewCall(LambdaFunction? function, Invocation invocation, string? clientContext, HeaderList headers)
    {
        var call = method.NewCall(function, invocation, clientContext);
        call.TakesLogTail = headers.Last("X-Amz-Log-Type") == "Tail";
        return call;
    }

    // What Lambda itself refuses with 400, in its words; the integration responses choose what the client sees.
    private static string? Refusal(string type, string? base64, ReadOnlySpan<byte> @event, out string? clientContext)
    {
        clientContext = null;
        if (type is not ("RequestResponse" or "Event" or "DryRun"))
        {
            return $"1 validation error detected: Value '{type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]";
        }

        if (base64 is { Length: > 0 })
        {
            var bytes = new byte[base64.Length];
            if (base64.Length > MaxClientContextLetters || !Convert.TryFromBase64String(base64, bytes, out var count) || !IsJson(bytes.AsSpan(0, count)))
            {
                return "Client context must be a valid Base64-encoded JSON object.";
            }

            clientContext = Encoding.UTF8.GetString(bytes, 0, count);
        }

        return IsJson(@event) ? null : "Could not parse request body into json: the event is no JSON value";
    }

    private static string Error(string message) => $$"""{"Type":"User","message":{{JsonText.Quoted(message)}}}""";

    private static GatewayFault? Take(Invocation invocation, InvocationOutcome outcome, int status)
    {
        LambdaMethod.AddHeaders(invocation.Integration.ResponseHeaders, invocation, outcome);
        invocation.Execution?.Called(invocation, status, outcome.Payload);
        return Filled(invocation, status, outcome.Payload.Span, outcome.ErrorMessage() ?? "");
    }

    private static GatewayFault? Answered(Invocation invocation, int status, ReadOnlySpan<byte> payload, string selected)
    {
        var headers = invocation.Integration.ResponseHeaders;
        headers.Clear();
        headers.Add("Content-Type", "application/json");
        headers.Add("x-amzn-RequestId", invocation.RequestId);
        return Filled(invocation, status, payload, selected);
    }

    // A success is held against the patterns as no text at all: only one that matches everything matches it.
    private static GatewayFault? Filled(Invocation invocation, int status, ReadOnlySpan<byte> payload, string selected)
    {
        var call = invocation.Integration;
        call.Status = status;
        call.SelectionText = selected;
        invocation.ResponseBuffer.Clear();
        invocation.ResponseBuffer.Write(payload);
        call.ResponseBody = invocation.ResponseBuffer.Memory;
        return null;
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            reader.Read();
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
