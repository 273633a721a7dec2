using System.Collections.Immutable;
using Portico.Protocol;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>What Lambda's control plane works with; the host gives it.</summary>
public sealed record LambdaServices
{
    public required FunctionCatalog Functions { get; init; }

    public required FunctionCodeStore Code { get; init; }

    public required IFunctionRunner Runner { get; init; }

    /// <summary>What is wrong with a package, or null.</summary>
    public required Func<ReadOnlyMemory<byte>, string?> CheckPackage { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ids that change with what they belong to.</summary>
    public Func<string> NewRevisionId { get; init; } = RequestIdentifiers.Random;

    public Func<string> NewRequestId { get; init; } = RequestIdentifiers.Random;

    /// <summary>From 0 up to 1, for the weights of aliases.</summary>
    public required Func<double> NextChance { get; init; }

    /// <summary>Twelve digits.</summary>
    public string AccountId { get; init; } = "000000000000";

    public string DefaultRegion { get; init; } = "us-east-1";

    /// <summary>Told of what a function sets and what has no effect here: name, sentences.</summary>
    public Action<string, ImmutableArray<string>>? OnWithoutEffect { get; init; }

    /// <summary>Told of each exception that no operation meant to throw: operation, request id, exception.</summary>
    public Action<string, string, Exception>? OnUnexpected { get; init; }
}
