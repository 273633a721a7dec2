using Microsoft.Extensions.Logging;
using Portico.Lambda.Logs;
using Portico.Lambda.Processes;
using Portico.Lambda.Runtimes;

namespace Portico.Lambda.Execution;

/// <summary>What all environments share.</summary>
internal sealed record EnvironmentSurroundings
{
    internal required IFunctionCode Code { get; init; }

    internal required IFunctionLog Log { get; init; }

    internal required ILogger Logger { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required FunctionSettings Settings { get; init; }

    internal required RunFolder RunFolder { get; init; }

    internal required Interpreters Interpreters { get; init; }

    internal required ProcessLauncher Launcher { get; init; }
}
