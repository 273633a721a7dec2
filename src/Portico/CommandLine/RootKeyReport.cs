using Portico.DataPlane.Context;
using Portico.Hosting;

namespace Portico.CommandLine;

/// <summary>Shows the root user's key that this start made: the only time that its secret is seen.</summary>
internal static class RootKeyReport
{
    internal static void Write(TextWriter output, HostSettings settings, GatewayHost server)
    {
        if (server.NewRootKey is not { } key) return;
        if (settings.Json)
        {
            output.WriteLine($"{{\"rootAccessKeyId\":{JsonText.Quoted(key.AccessKeyId)},\"rootSecretAccessKey\":{JsonText.Quoted(key.SecretAccessKey)}}}");
        }
        else
        {
            output.WriteLine("  root user  made by this start, and shown this once:");
            output.WriteLine($"             AWS_ACCESS_KEY_ID={key.AccessKeyId}");
            output.WriteLine($"             AWS_SECRET_ACCESS_KEY={key.SecretAccessKey}");
        }

        output.Flush();
    }
}
