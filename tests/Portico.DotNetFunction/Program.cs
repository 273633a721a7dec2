using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

// Lambda's Runtime API, spoken by hand: what a .NET function's bootstrap does.
var api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
while (true)
{
    using var next = await client.GetAsync(new Uri(api + "next"));
    var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    var text = await next.Content.ReadAsStringAsync();
    try
    {
        var @event = JsonNode.Parse(text)!;
        using var answer = (string?)@event["queryStringParameters"]?["do"] is "stream" ? Streamed() : new StringContent(Answer(@event, text).ToJsonString(), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, api + id + "/response") { Content = answer };
        if (answer is ByteArrayContent and not StringContent)
        {
            request.Headers.TransferEncodingChunked = true;
            request.Headers.Add("Lambda-Runtime-Function-Response-Mode", "streaming");
        }

        using var taken = await client.SendAsync(request);
    }
    catch (InvalidOperationException exception)
    {
        var error = new JsonObject { ["errorMessage"] = exception.Message, ["errorType"] = exception.GetType().Name, ["stackTrace"] = new JsonArray(exception.StackTrace) };
        using var content = new StringContent(error.ToJsonString(), Encoding.UTF8, "application/vnd.aws.lambda.error+json");
        using var taken = await client.PostAsync(new Uri(api + id + "/error"), content);
    }
}

static JsonObject Answer(JsonNode @event, string text)
{
    switch ((string?)@event["queryStringParameters"]?["do"])
    {
        case "error":
            throw new InvalidOperationException("told to fail");
        case "sleep":
            Thread.Sleep(60_000);
            return [];
        case "binary":
            return new() { ["statusCode"] = 200, ["isBase64Encoded"] = true, ["body"] = (string?)@event["body"] };
        case "large":
            return new() { ["statusCode"] = 200, ["body"] = new string('x', 5_000_000) };
        case "meet":
            var folder = (string)@event["queryStringParameters"]!["folder"]!;
            File.WriteAllText(Path.Combine(folder, Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)), "");
            while (Directory.GetFiles(folder).Length < 2) Thread.Sleep(10);
            return new() { ["statusCode"] = 200, ["body"] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        default:
            return new() { ["statusCode"] = 200, ["isBase64Encoded"] = true, ["body"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) };
    }
}

static ByteArrayContent Streamed()
{
    var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes("""{"statusCode":201}"""), .. new byte[8], .. Encoding.UTF8.GetBytes("one;two;three")]);
    content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.awslambda.http-integration-response");
    return content;
}
