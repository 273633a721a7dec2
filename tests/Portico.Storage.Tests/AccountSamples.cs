using System.Collections.Immutable;
using Portico.Model.Accounts;
using Portico.Model.Certificates;
using Portico.Model.Domains;
using Portico.Model.Rest;
using Portico.Model.Usage;

namespace Portico.Storage.Tests;

/// <summary>What belongs to an account, for tests.</summary>
internal static class AccountSamples
{
    public static ApiKey Key(string id) => new() { Id = id, Value = $"value of {id}", CreatedDate = Samples.Noon, LastUpdatedDate = Samples.Noon };

    public static AccountEntry With(this AccountEntry entry, ApiKey key) => entry with { ApiKeys = entry.ApiKeys.SetItem(key.Id, key) };

    /// <summary>One of everything, with a value in every property.</summary>
    public static AccountEntry Full() => new()
    {
        Settings = new() { CloudwatchRoleArn = "arn:aws:iam::123456789012:role/logs" },
        ApiKeys = Samples.Ordinal(("key0000001", new ApiKey
        {
            Id = "key0000001",
            Value = "a secret \"value\"",
            Name = "Läden & 店",
            Description = "d",
            CustomerId = "c",
            Enabled = true,
            CreatedDate = Samples.Noon,
            LastUpdatedDate = Samples.Noon.AddTicks(1),
            StageKeys = ["api0000001/prod"],
            Tags = Samples.Ordinal(("b", "2"), ("B", "1")),
        })),
        UsagePlans = Samples.Ordinal(("pla001", new UsagePlan
        {
            Id = "pla001",
            Name = "gold",
            Description = "d",
            ApiStages = [new() { ApiId = "api0000001", Stage = "prod", Throttle = Samples.Ordinal(("/pets/GET", new ThrottleSettings(1, 0.5))) }],
            Throttle = new(10, 2.5),
            Quota = new(100, 1, "WEEK"),
            ProductCode = "p",
            Tags = Samples.Ordinal(("a", "1")),
        })),
        UsagePlanKeys = Samples.Ordinal(("pla001/key0000001", new UsagePlanKey("pla001", "key0000001"))),
        ClientCertificates = Samples.Ordinal(("cer001", new ClientCertificate
        {
            ClientCertificateId = "cer001",
            Description = "d",
            PemEncodedCertificate = "-----BEGIN CERTIFICATE-----\n",
            PrivateKey = "-----BEGIN PRIVATE KEY-----\n",
            CreatedDate = Samples.Noon,
            ExpirationDate = Samples.Noon.AddDays(365),
            Tags = Samples.Ordinal(("a", "1")),
        })),
        DomainNames = Samples.Ordinal(
            ("*.example.com", new DomainName
            {
                Name = "*.example.com",
                CertificateName = "n",
                CertificateArn = "arn:c",
                CertificateUploadDate = Samples.Noon,
                RegionalCertificateName = "rn",
                RegionalCertificateArn = "arn:rc",
                RegionalDomainName = "d-1.execute-api.eu-west-1.amazonaws.com",
                RegionalHostedZoneId = "Z1",
                DistributionDomainName = "d1.cloudfront.net",
                DistributionHostedZoneId = "Z2",
                Types = [EndpointType.EDGE, EndpointType.REGIONAL],
                IpAddressType = "dualstack",
                SecurityPolicy = "TLS_1_0",
                EndpointAccessMode = "BASIC",
                OwnershipVerificationCertificateArn = "arn:o",
                RoutingMode = "BASE_PATH_MAPPING_ONLY",
                UploadedCertificate = new() { Body = "body", PrivateKey = "key", Chain = "chain" },
                MutualTls = new() { TruststoreUri = "s3://b/k", TruststoreVersion = "v", Bundle = "bundle", Warnings = ["w"] },
                AccountId = "123456789012",
                Region = "eu-west-1",
                Tags = Samples.Ordinal(("a", "1")),
            }),
            ("a.example.com+dom0000001", new DomainName { Name = "a.example.com", DomainNameId = "dom0000001", Types = [EndpointType.PRIVATE], AccountId = "123456789012", Region = "eu-west-1" })),
        BasePathMappings = Samples.Ordinal(
            ("*.example.com/(none)", new BasePathMapping { DomainKey = "*.example.com", RestApiId = "api0000001" }),
            ("*.example.com/a/b", new BasePathMapping { DomainKey = "*.example.com", BasePath = "a/b", RestApiId = "api0000001", Stage = "prod" })),
        RoutingRules = Samples.Ordinal(("*.example.com/rule01", new RoutingRule
        {
            DomainKey = "*.example.com",
            RoutingRuleId = "rule01",
            RoutingRuleArn = "arn:r",
            Priority = 7,
            Headers = [new("x-a", "1*")],
            BasePath = "a",
            ApiId = "api0000001",
            Stage = "prod",
            StripBasePath = true,
        })),
        Certificates = Samples.Ordinal(("arn:c", new Certificate
        {
            Arn = "arn:c",
            Material = new() { Body = "body", PrivateKey = "key", Chain = "chain" },
            CreatedAt = Samples.Noon,
            ImportedAt = Samples.Noon,
            Tags = Samples.Ordinal(("a", "1")),
        })),
        DomainNameAccessAssociations = Samples.Ordinal(("arn:aws:apigateway:r:1:/domainnameaccessassociations/a", new DomainNameAccessAssociation
        {
            DomainNameAccessAssociationArn = "arn:aws:apigateway:r:1:/domainnameaccessassociations/a",
            DomainNameArn = "arn:d",
            AccessAssociationSourceType = "VPCE",
            AccessAssociationSource = "vpce-1",
            Tags = Samples.Ordinal(("a", "1")),
        })),
        VpcLinks = Samples.Ordinal(("lin001", new VpcLink { Id = "lin001", Name = "l", Description = "d", TargetArns = ["arn:t"], Tags = Samples.Ordinal(("a", "1")) })),
    };
}
