using System.Collections.Immutable;

namespace Portico.Aws.Policies;

/// <summary>A policy, parsed once and evaluated any number of times, on any thread.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
public sealed class PolicyDocument
{
    internal PolicyDocument(string name, ImmutableArray<PolicyStatement> statements)
    {
        Name = name;
        Statements = statements;
    }

    /// <summary>What explanations call it.</summary>
    public string Name { get; }

    internal ImmutableArray<PolicyStatement> Statements { get; }

    /// <summary>Every condition key that it looks at, lower case.</summary>
    public IEnumerable<string> ConditionKeys => Statements.SelectMany(statement => statement.Conditions).Select(condition => condition.Key).Distinct();

    /// <summary>Those that a deny looks at: were one of them unknown, the deny would let through whom it should stop.</summary>
    public IEnumerable<string> DenyConditionKeys =>
        Statements.Where(statement => statement.Effect == PolicyEffect.Deny).SelectMany(statement => statement.Conditions).Select(condition => condition.Key).Distinct();

    /// <summary>Parses a document.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="kind">Which elements it may have.</param>
    /// <param name="name">What explanations call it.</param>
    /// <returns>The document, or all that is wrong with it. Never throws for bad input.</returns>
    public static PolicyParse Parse(string text, PolicyKind kind, string name) => new PolicyReader(kind).Read(text, name);

    /// <summary>What this document alone says.</summary>
    public PolicyDecision Evaluate(in PolicyRequest request)
    {
        var decision = new PolicyDecision(PolicyEffect.Neither);
        for (var index = 0; index < Statements.Length; index++)
        {
            var statement = Statements[index];

            // After an allow only a deny is of interest.
            if ((decision.Effect == PolicyEffect.Allow && statement.Effect == PolicyEffect.Allow) || !statement.Applies(request)) continue;
            decision = new PolicyDecision(statement.Effect, Name, index, statement.Sid);
            if (statement.Effect == PolicyEffect.Deny) return decision;
        }

        return decision;
    }

    /// <summary>What documents of one side say together: one deny denies, else one allow allows.</summary>
    public static PolicyDecision Evaluate(ImmutableArray<PolicyDocument> documents, in PolicyRequest request)
    {
        var decision = new PolicyDecision(PolicyEffect.Neither);
        foreach (var document in documents)
        {
            var one = document.Evaluate(request);
            if (one.Effect == PolicyEffect.Deny) return one;
            if (decision.Effect == PolicyEffect.Neither) decision = one;
        }

        return decision;
    }
}
