using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portico.DataPlane.Stages;

/// <summary>A client's certificate as <c>$context.identity.clientCert</c> tells of it; read once for a connection.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html"/>
public sealed class ClientIdentity
{
    // May 28 12:30:02 2019 GMT, with a blank for the first digit of a day.
    private const string DateForm = "MMM dd HH:mm:ss yyyy 'GMT'";

    // Names of attributes as RFC 2253 and OpenSSL spell them; others stand as OIDs.
    private static readonly Dictionary<string, string> AttributeNames = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN", ["2.5.4.5"] = "serialNumber", ["2.5.4.6"] = "C", ["2.5.4.7"] = "L", ["2.5.4.8"] = "ST", ["2.5.4.9"] = "street", ["2.5.4.10"] = "O", ["2.5.4.11"] = "OU", ["2.5.4.4"] = "SN",
        ["2.5.4.42"] = "GN", ["1.2.840.113549.1.9.1"] = "emailAddress", ["0.9.2342.19200300.100.1.25"] = "DC", ["0.9.2342.19200300.100.1.1"] = "UID",
    };

    public ClientIdentity(X509Certificate2 certificate)
    {
        Pem = certificate.ExportCertificatePem() + "\n";
        SubjectDN = Name(certificate.SubjectName);
        IssuerDN = Name(certificate.IssuerName);
        SerialNumber = string.Join(':', Convert.FromHexString(certificate.SerialNumber).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
        NotBefore = Date(certificate.NotBefore);
        NotAfter = Date(certificate.NotAfter);
    }

    public string Pem { get; }

    public string SubjectDN { get; }

    public string IssuerDN { get; }

    /// <summary>Bytes in hex, separated by colons.</summary>
    public string SerialNumber { get; }

    public string NotBefore { get; }

    public string NotAfter { get; }

    private static string Date(DateTime date)
    {
        var text = date.ToUniversalTime().ToString(DateForm, CultureInfo.InvariantCulture);
        return text[4] == '0' ? $"{text[..4]} {text[5..]}" : text;
    }

    // RFC 2253: the last part first, commas and other signs escaped.
    private static string Name(X500DistinguishedName name)
    {
        var text = new StringBuilder();
        foreach (var part in name.EnumerateRelativeDistinguishedNames(reversed: true))
        {
            if (text.Length > 0) text.Append(',');
            if (part.HasMultipleElements)
            {
                text.Append('#').Append(Convert.ToHexStringLower(part.RawData.Span));
                continue;
            }

            var oid = part.GetSingleElementType().Value ?? "";
            text.Append(AttributeNames.GetValueOrDefault(oid, oid)).Append('=').Append(Escaped(part.GetSingleElementValue() ?? ""));
        }

        return text.ToString();
    }

    private static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var index = 0; index < value.Length; index++)
        {
            var letter = value[index];
            if (letter is ',' or '+' or '"' or '\\' or '<' or '>' or ';' || (letter == ' ' && (index == 0 || index == value.Length - 1)) || (letter == '#' && index == 0)) text.Append('\\');
            text.Append(letter);
        }

        return text.ToString();
    }
}
