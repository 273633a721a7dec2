namespace Portico.Aws.Signing;

/// <summary>How a service writes the path into the canonical request.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
public enum PathForm
{
    /// <summary>Dot segments and double slashes resolved, then encoded once more than on the wire: every service but S3.</summary>
    Normalised,

    /// <summary>As it stands, encoded once: S3, whose keys may hold anything.</summary>
    AsSent,
}
