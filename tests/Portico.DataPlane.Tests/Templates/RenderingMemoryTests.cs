using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Media;
using Portico.DataPlane.Templates;
using Portico.Vtl;

namespace Portico.DataPlane.Tests.Templates;

/// <summary>What rendering a template over a request takes from the heap.</summary>
public sealed class RenderingMemoryTests
{
    private const string Order = """
        {"id": "7f9c24e8-3b12-4fef-91e0-5d0a6f1b2c3d", "customer": {"name": "Ada Lovelace", "address": {"street": "12 St James Square", "city": "London"}}, "currency": "EUR", "total": 184.35,
         "items": [{"sku": "SKU-4711", "quantity": 1, "price": 12.29}, {"sku": "SKU-4712", "quantity": 2, "price": 12.29}, {"sku": "SKU-4713", "quantity": 3, "price": 12.29}],
         "note": "leave it with the neighbour, leave it with the neighbour, leave it with the neighbour, leave it with the neighbour, leave it with the neighbour"}
        """;

    [Theory]
    [InlineData("$input.body", 256)]
    [InlineData("$input.json('$')", 256)]
    [InlineData("{\"order\": $input.json('$.items'), \"by\": \"$context.requestId\", \"q\": \"$input.params('q')\", \"v\": \"$stageVariables.color\"}", 256)]
    [InlineData("#set($o = $input.path('$'))\n{\"id\": \"$o.id\", \"city\": \"$o.customer.address.city\", \"total\": $o.total, \"lines\": [#foreach($i in $o.items){\"no\": $foreach.count, \"sku\": \"$i.sku\", \"n\": $i.quantity}#if($foreach.hasNext), #end#end]#if($o.currency == 'EUR'), \"eu\": true#end}", 1024)]
    [InlineData("$util.escapeJavaScript($input.json('$'))", 4096)]
    [InlineData("#set($context.requestOverride.header.X-Order = $input.path('$.id'))$input.json('$.customer')", 4096)]
    public void A_rendering_stays_below(string template, int bytes)
    {
        using var invocation = new Invocation(new RequestIds(1), TimeProvider.System);
        var features = new FeatureCollection();
        var request = new HttpRequestFeature { Method = "POST", RawTarget = "/test/orders?q=x", Headers = new HeaderDictionary() };
        features.Set<IHttpRequestFeature>(request);
        var mapping = new VelocityTemplate(VtlTemplate.Parse(template, GatewayBinder.Instance).Template!, TemplateDirection.Request);
        var body = Encoding.UTF8.GetBytes(Order);

        // The first renderings make what is kept for the later ones.
        var allocated = long.MaxValue;
        for (var attempt = 0; attempt < 50; attempt++)
        {
            invocation.Begin(features, request);
            invocation.Stage = new StageContext
            {
                ApiId = "a", StageName = "test", DeploymentId = "d", AccountId = "0", Region = "r", EndpointType = "EDGE",
                Variables = new Dictionary<string, string> { ["color"] = "blue" }.ToFrozenDictionary(), BinaryMediaTypes = BinaryMediaTypes.None,
            };
            body.CopyTo(invocation.Body.GetSpan(body.Length));
            invocation.Body.Advance(body.Length);
            _ = invocation.BodyAsJson();
            _ = (invocation.RequestId, invocation.Request.QueryValue("q"));

            var before = GC.GetAllocatedBytesForCurrentThread();
            var fault = mapping.Render(invocation, invocation.Body.Memory, invocation.RenderedBody);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);

            Assert.Null(fault);
            Assert.NotEqual(0, invocation.RenderedBody.Length);
            invocation.End();
        }

        Assert.True(allocated <= bytes, $"{allocated} bytes");
    }
}
