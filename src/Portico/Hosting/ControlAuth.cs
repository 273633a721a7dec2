namespace Portico.Hosting;

/// <summary>Who may call the control plane.</summary>
internal enum ControlAuth
{
    /// <summary>Whoever reaches it; on loopback only. Signatures say where a call goes, and are not verified.</summary>
    Open,

    /// <summary>Whoever signs and may do it by his policies.</summary>
    SigV4,
}
