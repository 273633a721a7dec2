using BenchmarkDotNet.Running;
using Portico.Benchmarks;

if (args is ["cache-pauses"]) await CachePauses.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
