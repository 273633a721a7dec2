using System.Text;
using System.Xml.Linq;
using Portico.Aws;
using Portico.Protocol.Messages;

namespace Portico.Protocol.Query;

/// <summary>A service that speaks AWS's Query protocol: <c>Action=...</c> in a form, XML back.</summary>
/// <typeparam name="TCaller">What an operation is told about who calls.</typeparam>
/// <param name="xmlNamespace">Of the answers.</param>
/// <param name="operations">By action.</param>
/// <param name="onUnexpected">Told of each exception that no operation meant to throw: action, request id, exception.</param>
public sealed class QueryService<TCaller>(XNamespace xmlNamespace, IReadOnlyDictionary<string, QueryOperation<TCaller>> operations, Action<string, string, Exception>? onUnexpected = null)
{
    /// <value>Bytes; policies are the longest that is sent.</value>
    public const int MaxBodyBytes = 1024 * 1024;

    public bool Offers(string action) => operations.ContainsKey(action);

    /// <summary>Answers one call. Never throws but for cancellation.</summary>
    public async ValueTask<ServiceResponse> InvokeAsync(QueryParameterSet parameters, TCaller caller, CancellationToken cancellationToken)
    {
        var requestId = RequestIdentifiers.Random();
        var action = parameters.Text("Action") ?? "";
        try
        {
            if (action.Length == 0) throw new ServiceException(400, "MissingAction", "The request is missing an action or a required parameter.");
            if (!operations.TryGetValue(action, out var operation)) throw new ServiceException(501, "UnsupportedOperation", $"The operation {action} is not available in this version of Portico");

            var content = await operation(parameters, caller, cancellationToken);
            var answer = new XElement(xmlNamespace + $"{action}Response");
            if (content is not null) answer.Add(Named(new XElement($"{action}Result", content.Cast<object>().ToArray())));
            answer.Add(new XElement(xmlNamespace + "ResponseMetadata", new XElement(xmlNamespace + "RequestId", requestId)));
            return Answer(200, answer, requestId);
        }
        catch (ServiceException refusal)
        {
            return Refuse(refusal, requestId);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            onUnexpected?.Invoke(action, requestId, exception);
            return Refuse(new ServiceException(500, "InternalFailure", $"The request {requestId} failed inside Portico; its log says why"), requestId);
        }
    }

    public ServiceResponse Refuse(ServiceException refusal) => Refuse(refusal, RequestIdentifiers.Random());

    private ServiceResponse Refuse(ServiceException refusal, string requestId) => Answer(
        refusal.StatusCode,
        Named(new XElement(
            "ErrorResponse",
            new XElement("Error", new XElement("Type", refusal.StatusCode < 500 ? "Sender" : "Receiver"), new XElement("Code", refusal.Code), new XElement("Message", Clean(refusal.Message))),
            new XElement("RequestId", requestId))),
        requestId);

    private static ServiceResponse Answer(int status, XElement root, string requestId) =>
        new(status, [new("x-amzn-RequestId", requestId), new("Content-Type", "text/xml")], Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting)));

    private XElement Named(XElement element)
    {
        foreach (var one in element.DescendantsAndSelf()) one.Name = xmlNamespace + one.Name.LocalName;
        return element;
    }

    // What a caller sent may come back in a message, and may be what XML cannot hold.
    private static string Clean(string text) => string.Concat(text.Select(letter => System.Xml.XmlConvert.IsXmlChar(letter) ? letter : '?'));
}

/// <summary>What an operation does: the elements of its result, or null when it has none. Refusals are thrown as <see cref="ServiceException"/>.</summary>
public delegate ValueTask<IReadOnlyList<XElement>?> QueryOperation<in TCaller>(QueryParameterSet parameters, TCaller caller, CancellationToken cancellationToken);
