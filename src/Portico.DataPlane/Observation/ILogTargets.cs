namespace Portico.DataPlane.Observation;

/// <summary>Where stages write their logs. A target is opened when a stage is activated, and shared by all that name it.</summary>
public interface ILogTargets
{
    /// <summary>The access log of a stage.</summary>
    /// <param name="destinationArn">A log group or a delivery stream.</param>
    /// <param name="apiId">The API.</param>
    /// <param name="stage">The stage as logs name it, <c>/Canary</c> included.</param>
    ILogSink AccessLog(string destinationArn, string apiId, string stage);

    /// <summary>The execution log of a stage.</summary>
    ILogSink ExecutionLog(string apiId, string stage);
}
