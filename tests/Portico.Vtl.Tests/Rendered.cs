using System.Buffers;
using System.Text;
using Portico.Vtl.Binding;

namespace Portico.Vtl.Tests;

/// <summary>Renders templates for tests.</summary>
internal static class Rendered
{
    public static string Text(string template, object? host = null, IVtlBinder? binder = null, VtlLimits? limits = null)
    {
        var (text, error) = TextOrError(template, host, binder, limits);
        Assert.Null(error);
        return text;
    }

    public static VtlError Error(string template, object? host = null, IVtlBinder? binder = null, VtlLimits? limits = null)
    {
        var (_, error) = TextOrError(template, host, binder, limits);
        Assert.NotNull(error);
        return error;
    }

    public static (string Text, VtlError? Error) TextOrError(string template, object? host = null, IVtlBinder? binder = null, VtlLimits? limits = null)
    {
        var parse = VtlTemplate.Parse(template, binder);
        if (!parse.Succeeded)
            return ("", parse.Error);

        var output = new ArrayBufferWriter<byte>();
        var error = parse.Template.Render(host, output, limits);
        return (Encoding.UTF8.GetString(output.WrittenSpan), error);
    }
}
