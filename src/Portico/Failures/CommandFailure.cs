namespace Portico.Failures;

/// <summary>Ends a command with a message for the person at the terminal and an exit code; caught in one place.</summary>
internal sealed class CommandFailure(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    internal int ExitCode => exitCode;

    internal static CommandFailure NotThereYet(string what) => new(ExitCodes.Usage, $"{what} is not there yet in this version of Portico");

    internal static CommandFailure BadInput(string message) => new(ExitCodes.BadInput, message);

    internal static CommandFailure Usage(string message) => new(ExitCodes.Usage, message);

    internal static CommandFailure CannotStart(string message, Exception? cause = null) => new(ExitCodes.CannotStart, message, cause);
}
