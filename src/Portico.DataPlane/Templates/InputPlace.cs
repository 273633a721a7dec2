namespace Portico.DataPlane.Templates;

/// <summary>Where a parameter of the request stands, in the order in which <c>$input.params(name)</c> looks.</summary>
public enum InputPlace
{
    Path,
    QueryString,
    Header,
}

/// <summary>The places as <c>$input.params()</c> names them.</summary>
internal static class InputPlaces
{
    internal static (InputPlace Place, string Name)[] All { get; } =
        [(InputPlace.Path, "path"), (InputPlace.QueryString, "querystring"), (InputPlace.Header, "header")];

    internal static InputPlace? Find(string name)
    {
        foreach (var row in All)
        {
            if (row.Name == name) return row.Place;
        }

        return null;
    }
}
