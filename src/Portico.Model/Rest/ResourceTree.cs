using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Portico.Aws;

namespace Portico.Model.Rest;

/// <summary>The rules of the resource tree: what may stand under what, and paths that follow a change. Every change makes another definition.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html"/>
public static partial class ResourceTree
{
    /// <exception cref="ServiceException">The parent is unknown, or a rule of the tree forbids the child.</exception>
    public static RestApiDefinition AddResource(this RestApiDefinition definition, string id, string parentId, string pathPart)
    {
        var parent = definition.FindResource(parentId);
        CheckPlace(definition, parent, pathPart, id);
        return definition.With(new Resource { Id = id, ParentId = parent.Id, PathPart = pathPart, Path = Join(parent.Path, pathPart) });
    }

    /// <summary>Gives a resource another path part and all below it another path.</summary>
    public static RestApiDefinition RenameResource(this RestApiDefinition definition, string id, string pathPart)
    {
        var resource = definition.FindResource(id);
        if (resource.ParentId is null) throw ServiceException.BadRequest("Root resource cannot update its pathPart.");
        var parent = definition.Resources[resource.ParentId];
        CheckPlace(definition, parent, pathPart, id);
        if (Resource.IsGreedy(pathPart) && definition.Resources.Values.Any(child => child.ParentId == id)) throw UnderGreedy(pathPart);
        return WithPath(definition, resource with { PathPart = pathPart }, Join(parent.Path, pathPart));
    }

    /// <summary>Hangs a resource with all below it under another parent.</summary>
    public static RestApiDefinition MoveResource(this RestApiDefinition definition, string id, string parentId)
    {
        var resource = definition.FindResource(id);
        if (resource.PathPart is null) throw ServiceException.BadRequest("Root resource cannot update its parentId.");
        var parent = definition.FindResource(parentId);
        for (var above = parent; above is not null; above = above.ParentId is null ? null : definition.Resources[above.ParentId])
        {
            if (above.Id == id) throw ServiceException.BadRequest("Resources cannot be cyclical.");
        }

        CheckPlace(definition, parent, resource.PathPart, id);
        return WithPath(definition, resource with { ParentId = parentId }, Join(parent.Path, resource.PathPart));
    }

    /// <summary>Takes a resource away with all below it.</summary>
    public static RestApiDefinition RemoveResource(this RestApiDefinition definition, string id)
    {
        var resource = definition.FindResource(id);
        if (resource.ParentId is null) throw ServiceException.BadRequest("Root resource cannot be deleted");
        var resources = definition.Resources.ToBuilder();
        RemoveWithChildren(id);
        return definition with { Resources = resources.ToImmutable() };

        void RemoveWithChildren(string gone)
        {
            resources.Remove(gone);
            foreach (var child in definition.Resources.Values.Where(each => each.ParentId == gone)) RemoveWithChildren(child.Id);
        }
    }

    /// <exception cref="ServiceException">There is none with that id.</exception>
    public static Resource FindResource(this RestApiDefinition definition, string id) =>
        definition.Resources.GetValueOrDefault(id) ?? throw ServiceException.NotFound("Invalid Resource identifier specified");

    private static void CheckPlace(RestApiDefinition definition, Resource parent, string pathPart, string id)
    {
        if (pathPart.Length == 0) throw ServiceException.BadRequest("Resource's path part must be specified");
        if (!PathPart().IsMatch(pathPart))
        {
            throw ServiceException.BadRequest(
                "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.");
        }

        if (Resource.IsGreedy(parent.PathPart)) throw UnderGreedy(parent.PathPart!);
        foreach (var sibling in definition.Resources.Values.Where(each => each.ParentId == parent.Id && each.Id != id))
        {
            if (sibling.PathPart == pathPart) throw ServiceException.Conflict($"Another resource with the same parent already has this name: {pathPart}");
        }

        if (Resource.VariableName(pathPart) is null) return;
        var variable = definition.Resources.Values.FirstOrDefault(each => each.ParentId == parent.Id && each.Id != id && Resource.VariableName(each.PathPart) is not null);
        if (variable is not null)
        {
            throw ServiceException.BadRequest($"A sibling ({variable.PathPart}) of this resource already has a variable path part -- only one is allowed");
        }
    }

    private static ServiceException UnderGreedy(string pathPart) =>
        ServiceException.BadRequest($"Cannot create a child of a resource with a greedy path variable: {pathPart}");

    private static RestApiDefinition WithPath(RestApiDefinition definition, Resource resource, string path)
    {
        var next = definition.With(resource with { Path = path });
        foreach (var child in definition.Resources.Values.Where(each => each.ParentId == resource.Id)) next = WithPath(next, child, Join(path, child.PathPart!));
        return next;
    }

    private static string Join(string parentPath, string pathPart) => parentPath == "/" ? $"/{pathPart}" : $"{parentPath}/{pathPart}";

    [GeneratedRegex(@"\A(?:[a-zA-Z0-9._\-:,]+|\{[a-zA-Z0-9._\-:]+\+?\})\z")]
    private static partial Regex PathPart();
}
