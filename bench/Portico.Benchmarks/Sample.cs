namespace Portico.Benchmarks;

/// <summary>The documents that the benchmarks work on, as they stand in the folder Samples.</summary>
internal static class Sample
{
    /// <summary>An order of 1 KB, valid against <see cref="OrderSchema"/>.</summary>
    internal static byte[] Order { get; } = Read("order.json");

    internal static byte[] OrderSchema { get; } = Read("order.schema.json");

    /// <summary>A mapping template for <see cref="Order"/>: a loop over its lines, nested values, conditions.</summary>
    internal static string OrderTemplate { get; } = System.Text.Encoding.UTF8.GetString(Read("order.vtl"));

    /// <summary>The same in Liquid.</summary>
    internal static string OrderLiquid { get; } = System.Text.Encoding.UTF8.GetString(Read("order.liquid"));

    private static byte[] Read(string name)
    {
        using var stream = typeof(Sample).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
