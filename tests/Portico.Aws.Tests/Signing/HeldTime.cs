namespace Portico.Aws.Tests.Signing;

internal sealed class HeldTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
