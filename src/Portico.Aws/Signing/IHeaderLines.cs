namespace Portico.Aws.Signing;

/// <summary>The header lines of a message, however its owner keeps them.</summary>
public interface IHeaderLines
{
    /// <summary>How many lines bear a name; names are compared without case.</summary>
    int CountOf(string name);

    /// <summary>The value of one of them, in the order in which they were sent; <paramref name="index"/> is below <see cref="CountOf"/>.</summary>
    string ValueOf(string name, int index);
}
