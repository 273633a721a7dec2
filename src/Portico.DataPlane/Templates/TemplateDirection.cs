namespace Portico.DataPlane.Templates;

/// <summary>Whether a template makes the body for the back end or the body for the client.</summary>
public enum TemplateDirection
{
    Request,
    Response,
}
