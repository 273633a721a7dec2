using System.Numerics;

namespace Portico.Vtl.Values;

/// <summary>Java's <c>BigDecimal</c>: digits and the number of them after the point.</summary>
internal sealed record JavaDecimal(BigInteger Unscaled, int Scale);
