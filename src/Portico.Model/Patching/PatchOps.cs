namespace Portico.Model.Patching;

/// <summary>The operations that a patch may be made of; a row of a <see cref="PatchTable{TState}"/> allows some of them.</summary>
[Flags]
public enum PatchOps
{
    None = 0,
    Add = 1,
    Remove = 2,
    Replace = 4,
    Copy = 8,
    Move = 16,
    Test = 32,
    AddRemove = Add | Remove,
    All = Add | Remove | Replace,
}
