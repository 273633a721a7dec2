namespace Portico.EndToEnd.Tests.Support;

/// <summary>What ends a wait for something that never comes. Far above what anything takes, also on a busy machine.</summary>
internal static class Limits
{
    internal static TimeSpan Wait { get; } = TimeSpan.FromSeconds(60);
}
