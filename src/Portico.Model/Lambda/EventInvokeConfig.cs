namespace Portico.Model.Lambda;

/// <summary>How asynchronous calls are repeated.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html"/>
public sealed record EventInvokeConfig
{
    public const int DefaultRetryAttempts = 2;
    public const int DefaultEventAgeInSeconds = 21_600;

    /// <summary>0 to 2; null for 2.</summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>60 to 21,600; null for six hours.</summary>
    public int? MaximumEventAgeInSeconds { get; init; }

    public required DateTimeOffset LastModified { get; init; }
}
