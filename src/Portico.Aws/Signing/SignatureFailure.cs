using System.Globalization;

namespace Portico.Aws.Signing;

/// <summary>A refusal in AWS's own words.</summary>
public sealed record SignatureFailure(SignatureFailureKind Kind, string Message)
{
    public static SignatureFailure Missing { get; } = new(SignatureFailureKind.Missing, "Missing Authentication Token");

    public static SignatureFailure UnknownKey { get; } = new(SignatureFailureKind.UnknownKey, "The security token included in the request is invalid.");

    public static SignatureFailure ExpiredToken { get; } = new(SignatureFailureKind.ExpiredToken, "The security token included in the request is expired");

    public static SignatureFailure Mismatch { get; } = new(
        SignatureFailureKind.Invalid,
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");

    public static SignatureFailure HostIsNotSigned { get; } =
        new(SignatureFailureKind.Invalid, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");

    internal static SignatureFailure Incomplete(string message) => new(SignatureFailureKind.Incomplete, message);

    internal static SignatureFailure WrongScope(string message) => new(SignatureFailureKind.Invalid, message);

    internal static SignatureFailure Expired(DateTimeOffset signed, DateTimeOffset now, TimeSpan life) =>
        new(SignatureFailureKind.Invalid, $"Signature expired: {SigningTime.Text(signed)} is now earlier than {SigningTime.Text(now - life)} ({SigningTime.Text(now)} - {Text(life)})");

    internal static SignatureFailure NotYetCurrent(DateTimeOffset signed, DateTimeOffset now, TimeSpan life) =>
        new(SignatureFailureKind.Invalid, $"Signature not yet current: {SigningTime.Text(signed)} is still later than {SigningTime.Text(now + life)} ({SigningTime.Text(now)} + {Text(life)})");

    private static string Text(TimeSpan life) =>
        life.Ticks % TimeSpan.TicksPerMinute == 0 ? string.Create(CultureInfo.InvariantCulture, $"{life.TotalMinutes} min.") : string.Create(CultureInfo.InvariantCulture, $"{life.TotalSeconds} sec.");
}
