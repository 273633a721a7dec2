using Portico.Model.Lambda;

namespace Portico.Lambda;

/// <summary>Where the code of versions comes from.</summary>
public interface IFunctionCode
{
    /// <summary>The folder with a version's code, unpacked when it is first asked for. May take a while; called when an environment is started.</summary>
    /// <exception cref="IOException">The code is not there, or cannot be unpacked.</exception>
    /// <exception cref="InvalidDataException">The package is not what it says.</exception>
    string Unpacked(FunctionCode code);
}
