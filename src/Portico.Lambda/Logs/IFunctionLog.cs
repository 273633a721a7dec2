namespace Portico.Lambda.Logs;

/// <summary>Takes what functions write, line by line. Called on any thread; must not wait.</summary>
public interface IFunctionLog
{
    /// <param name="function">The function's name.</param>
    /// <param name="line">Without its end.</param>
    void Write(string function, string line);
}

/// <summary>Keeps nothing.</summary>
public sealed class NoFunctionLog : IFunctionLog
{
    public static NoFunctionLog Instance { get; } = new();

    public void Write(string function, string line)
    {
    }
}
