#:property PublishAot=false

// Invoices as text: a C# function that speaks Lambda's Runtime API by itself, without a package.
using System.Net.Http.Json;
using System.Text.Json.Nodes;

var api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
while (true)
{
    using var next = await client.GetAsync(api + "next");
    var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    var order = (string?)JsonNode.Parse(await next.Content.ReadAsStringAsync())?["pathParameters"]?["orderId"];
    var answer = new JsonObject
    {
        ["statusCode"] = 200,
        ["headers"] = new JsonObject { ["Content-Type"] = "text/plain; charset=utf-8" },
        ["body"] = $"INVOICE\norder {order}\nplease pay within 14 days\n",
    };
    using var taken = await client.PostAsync($"{api}{id}/response", JsonContent.Create(answer));
}
