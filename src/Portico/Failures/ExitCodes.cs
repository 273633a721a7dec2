namespace Portico.Failures;

/// <summary>What the process says to its caller when it ends.</summary>
internal static class ExitCodes
{
    internal const int Done = 0;

    /// <summary>The input is wrong; the message says file, place, value and remedy.</summary>
    internal const int BadInput = 1;

    /// <summary>The command line is wrong, or asks for what this version does not have.</summary>
    internal const int Usage = 2;

    /// <summary>Could not start: port taken, store away.</summary>
    internal const int CannotStart = 3;
}
