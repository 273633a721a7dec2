using System.Collections.Immutable;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Media;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;
using Portico.DataPlane.Stages;
using Portico.Json.Schema;

namespace Portico.DataPlane.Steps;

/// <summary>The schema of a body under its media type; a null schema accepts everything.</summary>
public sealed record BodyModel(string MediaType, JsonSchema? Schema);

/// <summary>Refuses bodies that do not follow the model of their media type.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html"/>
public sealed class ValidateBodyStep(ImmutableArray<BodyModel> models) : IStep
{
    public ValueTask<GatewayFault?> RunAsync(Invocation invocation) => new(Validate(invocation));

    private GatewayFault? Validate(Invocation invocation)
    {
        var contentType = invocation.Request.Headers.ContentType;
        var mediaType = contentType.Count == 0 || string.IsNullOrEmpty(contentType[0]) ? MediaTypes.Json : MediaTypes.First(contentType[0]!);
        if (Find(mediaType) is not { Schema: { } schema }) return null;

        if (invocation.BodyAsJson() is not { } body) return GatewayFault.InvalidRequestBody;
        if (schema.IsValid(body)) return null;
        return new GatewayFault
        {
            Type = GatewayResponseType.BadRequestBody,
            Message = GatewayResponseType.BadRequestBody.Message,
            ValidationErrors = schema.Validate(body).ToErrorString(),
        };
    }

    private BodyModel? Find(string mediaType)
    {
        BodyModel? fallback = null;
        foreach (var model in models)
        {
            if (MediaTypes.Same(model.MediaType, mediaType)) return model;
            if (string.Equals(model.MediaType, "$default", StringComparison.Ordinal)) fallback = model;
        }

        return fallback;
    }
}
