#!/usr/bin/env dotnet
#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false

// The back end of the pet store: a small web service as a team might have it, without any knowledge of the gateway.
using System.Collections.Concurrent;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();

var pets = new ConcurrentDictionary<int, string>
{
    [1] = """{"id": 1, "type": "dog", "name": "Rex", "price": 249.99}""",
    [2] = """{"id": 2, "type": "cat", "name": "Mia", "price": 124.99}""",
    [3] = """{"id": 3, "type": "fish", "name": "Bubbles", "price": 0.99}""",
};

app.MapGet("/pets/{id:int}", (int id) => pets.TryGetValue(id, out var pet)
    ? Results.Content(pet, "application/json")
    : Results.Content("""{"message": "no such pet"}""", "application/json", statusCode: 404));

app.MapPost("/pets", async (HttpRequest request) =>
{
    using var reader = new StreamReader(request.Body);
    var body = (await reader.ReadToEndAsync()).Trim();
    var id = pets.Keys.Max() + 1;
    pets[id] = $"{{\"id\": {id}, {body.TrimStart('{')}";
    request.HttpContext.Response.Headers.Location = $"/pets/{id}";
    return Results.Content(pets[id], "application/json", statusCode: 201);
});

app.MapGet("/stock", (HttpRequest request) =>
{
    request.HttpContext.Response.Headers["X-Counted-At"] = "2026-01-31T12:00:00Z";
    return request.Headers["X-Store"].ToString() switch
    {
        "main" => Results.Content("""{"dog": 4, "cat": 7, "fish": 120}""", "application/json"),
        "burning" => Results.Content("""{"error": "fire"}""", "application/json", statusCode: 503),
        _ => Results.Content("""{"error": "unknown store"}""", "application/json", statusCode: 404),
    };
});

app.MapFallback((HttpRequest request) => Results.Text($"{request.Method} {request.Path}{request.QueryString}\n"));

app.Run();
