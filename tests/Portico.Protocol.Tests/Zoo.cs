using System.Text;
using System.Text.Json;
using Portico.Protocol.Binding;
using Portico.Protocol.Messages;
using Portico.Protocol.Operations;

namespace Portico.Protocol.Tests;

/// <summary>A service that exists only here, with one of each thing that a model can say.</summary>
internal static class Zoo
{
    private const string Text = """
        {
        "origin":"made up","service":"zoo","signingName":"zoo","apiVersion":"2026-01-31",
        "operations":{
        "CreateAnimal":{"method":"POST","uri":"/animals","status":201,"input":"CreateAnimalRequest","output":"Animal","errors":[]},
        "ImportAnimals":{"method":"POST","uri":"/animals?mode=import","status":201,"input":"ImportAnimalsRequest","errors":[]},
        "GetAnimal":{"method":"GET","uri":"/animals/{animal_id}","status":200,"input":"GetAnimalRequest","output":"Animal","errors":[]},
        "GetCage":{"method":"GET","uri":"/animals/cage","status":200,"errors":[]},
        "GetPath":{"method":"GET","uri":"/paths/{rest+}","status":200,"input":"GetPathRequest","errors":[]},
        "UpdateCare":{"method":"PATCH","uri":"/animals/{animal_id}/care/{status_code}","status":201,"input":"UpdateCareRequest","errors":[]}
        },
        "shapes":{
        "Animal":{"type":"structure","members":{"id":{"shape":"String"}}},
        "Boolean":{"type":"boolean"},"Integer":{"type":"integer","max":500},"Double":{"type":"double"},"String":{"type":"string"},"Blob":{"type":"blob"},
        "ShortText":{"type":"string","min":2,"max":4},
        "Kind":{"type":"string","enum":["CAT","DOG"]},"Op":{"type":"string","enum":["add","remove"]},
        "StatusCode":{"type":"string","pattern":"[1-5]\\d\\d"},
        "Kinds":{"type":"list","member":"Kind"},"Names":{"type":"list","member":"String"},
        "Tags":{"type":"map","key":"String","value":"String"},"Flags":{"type":"map","key":"String","value":"Boolean"},
        "Home":{"type":"structure","members":{"kinds":{"shape":"Kinds"},"kind":{"shape":"Kind"}}},
        "PatchOperation":{"type":"structure","members":{"op":{"shape":"Op"},"path":{"shape":"String"}}},
        "PatchOperations":{"type":"list","member":"PatchOperation"},
        "CreateAnimalRequest":{"type":"structure","required":["name"],"members":{
          "name":{"shape":"String"},"animalKind":{"shape":"Kind","locationName":"kind"},"home":{"shape":"Home"},"tags":{"shape":"Tags"},"flags":{"shape":"Flags"},
          "age":{"shape":"Integer"},"weight":{"shape":"Double"},"tame":{"shape":"Boolean"},"names":{"shape":"Names"},"code":{"shape":"ShortText"}}},
        "ImportAnimalsRequest":{"type":"structure","members":{
          "failOnWarnings":{"shape":"Boolean","location":"querystring","locationName":"failonwarnings"},
          "parameters":{"shape":"Tags","location":"querystring"},"body":{"shape":"Blob"}},"payload":"body"},
        "GetAnimalRequest":{"type":"structure","required":["animalId"],"members":{
          "animalId":{"shape":"String","location":"uri","locationName":"animal_id"},"limit":{"shape":"Integer","location":"querystring"},
          "embed":{"shape":"Names","location":"querystring"},"accepts":{"shape":"String","location":"header","locationName":"Accept"}}},
        "GetPathRequest":{"type":"structure","members":{"rest":{"shape":"String","location":"uri"}}},
        "UpdateCareRequest":{"type":"structure","required":["animalId","statusCode"],"members":{
          "animalId":{"shape":"String","location":"uri","locationName":"animal_id"},"statusCode":{"shape":"StatusCode","location":"uri","locationName":"status_code"},
          "patchOperations":{"shape":"PatchOperations"}}}
        }
        }
        """;

    public static OperationTable Table { get; } = OperationTable.Read(Encoding.UTF8.GetBytes(Text));

    /// <summary>Calls a service whose operations all answer what <paramref name="handle"/> answers, GetPath excepted, which nobody wrote.</summary>
    public static async Task<ServiceResponse> Call(
        string method, string target, string body = "", Func<OperationCall, OperationResult>? handle = null, string? authorization = null,
        Action<string, string, Exception>? onUnexpected = null, bool offerPaths = false)
    {
        OperationHandler handler = (call, _) => ValueTask.FromResult(handle?.Invoke(call) ?? OperationResult.Json(writer => writer.WriteStringValue(call.Operation.Name)));
        var service = new RestJsonService(
            Table,
            Table.Operations.Keys.Where(name => offerPaths || name != "GetPath").ToDictionary(name => name, _ => handler),
            new() { NewRequestId = () => "request-1", MaxBodyBytes = 1_000, OnUnexpected = onUnexpected });
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Accept"] = "application/json" };
        if (authorization is not null) headers["Authorization"] = authorization;
        var parts = target.Split('?', 2);
        return await service.InvokeAsync(
            new() { Method = method, RawPath = parts[0], QueryString = parts.ElementAtOrDefault(1) ?? "", Headers = headers, Body = Encoding.UTF8.GetBytes(body) }, CancellationToken.None);
    }

    /// <summary>What a handler was given.</summary>
    public static async Task<InputStructure> InputOf(string method, string target, string body = "")
    {
        InputStructure? seen = null;
        var response = await Call(method, target, body, call => { seen = call.Input; return OperationResult.Nothing; }, offerPaths: true);
        return seen ?? throw new InvalidOperationException($"{response.Status} {Encoding.UTF8.GetString(response.Body.Span)}");
    }

    public static string TextOf(ServiceResponse response) => Encoding.UTF8.GetString(response.Body.Span);

    public static string? Member(ServiceResponse response, string name) => JsonDocument.Parse(response.Body).RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
