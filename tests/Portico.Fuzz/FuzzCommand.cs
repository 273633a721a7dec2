using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portico.Fuzz;

/// <summary><c>vtl|jsonpath|schema [--minutes N] [--runs N] [--seed N] [--corpus DIR] [--findings DIR]</c></summary>
internal static class FuzzCommand
{
    public static int Run(IFuzzTarget target, string[] options)
    {
        var minutes = double.Parse(Option(options, "--minutes") ?? "1", CultureInfo.InvariantCulture);
        var runs = long.Parse(Option(options, "--runs") ?? long.MaxValue.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var seed = int.Parse(Option(options, "--seed") ?? "1", CultureInfo.InvariantCulture);
        var findings = Option(options, "--findings") ?? "findings";
        var started = Stopwatch.GetTimestamp();
        var fuzzer = new Fuzzer(target, Corpus.Of(target.Name, Option(options, "--corpus")), seed);

        using var watchman = new Timer(_ =>
        {
            if (fuzzer.Stuck is not { } text)
                return;

            Report(target, findings, new FuzzFailure(text, $"still runs after {Fuzzer.TimeLimit.TotalSeconds} s"));
            Environment.Exit(1);
        }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        var failure = fuzzer.Run(done => done >= runs || Stopwatch.GetElapsedTime(started).TotalMinutes >= minutes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {fuzzer.Runs} texts in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, seed {seed}"));
        if (failure is null)
            return 0;

        Report(target, findings, failure);
        return 1;
    }

    private static void Report(IFuzzTarget target, string folder, FuzzFailure failure)
    {
        var bytes = Encoding.UTF8.GetBytes(failure.Input);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}.txt");
        File.WriteAllBytes(file, bytes);
        Console.WriteLine($"{target.Name}: {failure.Reason}\n--- the text, also in {file}\n{failure.Input}");
    }

    private static string? Option(string[] options, string name)
    {
        var at = Array.IndexOf(options, name);
        return at >= 0 && at + 1 < options.Length ? options[at + 1] : null;
    }
}
