using System.Security.Cryptography;

namespace Portico.DataPlane.Stages;

/// <summary>Numbers drawn for requests: a few nanoseconds each, no lock, no secret (xorshift64*, seeded for each thread).</summary>
public static class CanaryDraws
{
    [ThreadStatic]
    private static ulong s_state;

    public static uint Next()
    {
        var state = s_state;
        if (state == 0) state = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        s_state = state;
        return (uint)((state * 2685821657736338717) >> 32);
    }
}
