using Portico.Fuzz;

return args is [var name, ..] && FuzzTargets.Find(name) is { } target
    ? FuzzCommand.Run(target, args[1..])
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
