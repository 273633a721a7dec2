namespace Portico.ControlPlane.TestInvocations;

/// <summary>Runs methods as they are defined now, deployed or not. The host has the data plane, and gives this.</summary>
public interface ITestInvocations
{
    /// <summary>Runs a method once. What fails in it is an answer, too.</summary>
    ValueTask<TestInvocationAnswer> InvokeAsync(TestInvocation invocation, CancellationToken cancellationToken);

    /// <summary>Asks an authorizer once, whatever it said before.</summary>
    ValueTask<AuthorizerTestAnswer> InvokeAsync(AuthorizerTest test, CancellationToken cancellationToken);
}
