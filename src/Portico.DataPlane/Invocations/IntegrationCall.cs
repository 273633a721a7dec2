namespace Portico.DataPlane.Invocations;

/// <summary>One call of a back end by a non-proxy integration: what the request mapping made, and what came back for the response mapping.</summary>
public sealed class IntegrationCall
{
    /// <summary>Header lines for the back end, from the mapping.</summary>
    public HeaderList RequestHeaders { get; } = new();

    /// <summary>Query parameters for the back end, from the mapping, decoded.</summary>
    public HeaderList RequestQuery { get; } = new();

    /// <summary>Values for the placeholders of the URI, by name.</summary>
    public HeaderList RequestPath { get; } = new();

    public ReadOnlyMemory<byte> RequestBody { get; set; }

    /// <summary>The media type of the mapped body: that of the template's key, or the client's when the body passes through.</summary>
    public string? RequestContentType { get; set; }

    /// <summary>The back end's status, or the number that a MOCK template gave.</summary>
    public int Status { get; set; }

    /// <summary>What selection patterns are held against: the status as text, or the error message of a function.</summary>
    public string? SelectionText { get; set; }

    public HeaderList ResponseHeaders { get; } = new();

    public ReadOnlyMemory<byte> ResponseBody { get; set; }

    internal void Clear()
    {
        RequestHeaders.Clear();
        RequestQuery.Clear();
        RequestPath.Clear();
        ResponseHeaders.Clear();
        RequestBody = default;
        ResponseBody = default;
        RequestContentType = null;
        SelectionText = null;
        Status = 0;
    }
}
