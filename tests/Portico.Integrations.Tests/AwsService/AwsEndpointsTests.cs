using Portico.Aws.Services;
using Portico.Integrations.AwsService;

namespace Portico.Integrations.Tests.AwsService;

public sealed class AwsEndpointsTests
{
    [Theory]
    [InlineData("sqs", "", "", "https://sqs.eu-west-1.amazonaws.com")]
    [InlineData("sqs", "AWS_ENDPOINT_URL=http://all:1", "", "http://all:1")]
    [InlineData("sqs", "AWS_ENDPOINT_URL=http://all:1", "sqs=http://file:2/", "http://file:2")]
    [InlineData("sqs", "AWS_ENDPOINT_URL_SQS=http://own:3", "sqs=http://file:2", "http://own:3")]
    [InlineData("sqs", "AWS_ENDPOINT_URL_SNS=http://own:3", "", "https://sqs.eu-west-1.amazonaws.com")]
    [InlineData("states", "AWS_ENDPOINT_URL_SFN=http://own:3", "", "http://own:3")]
    [InlineData("states", "AWS_ENDPOINT_URL_STATES=http://own:3", "", "http://own:3")]
    [InlineData("states", "", "sfn=http://file:2", "http://file:2")]
    [InlineData("states", "", "stepfunctions=http://file:2", "http://file:2")]
    [InlineData("events", "AWS_ENDPOINT_URL_EVENTBRIDGE=http://own:3", "", "http://own:3")]
    [InlineData("logs", "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=http://own:3", "", "http://own:3")]
    [InlineData("iam", "", "", "https://iam.amazonaws.com")]
    [InlineData("nosuch", "", "", "https://nosuch.eu-west-1.amazonaws.com")]
    public void The_strongest_source_names_the_endpoint(string name, string variable, string file, string expected) =>
        Assert.Equal(expected, Find(name, null, variable, file).Url);

    [Theory]
    [InlineData("s3", "orders", "", "https://orders.s3.eu-west-1.amazonaws.com", null)]
    [InlineData("iotdata", "a1b2c3", "", "https://a1b2c3.iot.eu-west-1.amazonaws.com", null)]
    [InlineData("s3", "orders", "AWS_ENDPOINT_URL_S3=http://localhost:9000", "http://localhost:9000", "orders.localhost:9000")]
    [InlineData("s3", "orders", "AWS_ENDPOINT_URL_S3=http://127.0.0.1:9000", "http://127.0.0.1:9000", "orders.s3.eu-west-1.amazonaws.com")]
    public void An_accounts_own_host_is_seen_by_a_stand_in_too(string name, string subdomain, string variable, string url, string? host)
    {
        var endpoint = Find(name, subdomain, variable, "");

        Assert.Equal((url, host), (endpoint.Url, endpoint.Host));
    }

    [Theory]
    [InlineData("sqs", true)]
    [InlineData("iam", false)]
    public void Portico_does_not_call_itself_for_what_it_does_not_offer(string name, bool isRefused)
    {
        var problem = Find(name, null, "AWS_ENDPOINT_URL=http://localhost:4566", "").Problem;

        Assert.Equal(
            isRefused ? "AWS_ENDPOINT_URL leads to Portico itself, which offers no 'sqs'; set AWS_ENDPOINT_URL_SQS, or endpoints: { sqs: \"http://HOST:PORT\" } in portico.yaml" : null, problem);
    }

    [Fact]
    public void What_is_no_address_is_told_of_with_its_source() =>
        Assert.Equal("AWS_ENDPOINT_URL_SQS is 'localhost:1', which is no http or https address", Find("sqs", null, "AWS_ENDPOINT_URL_SQS=localhost:1", "").Problem);

    private static AwsEndpoint Find(string name, string? subdomain, string variable, string file)
    {
        var settings = new AwsSettings();
        if (file.Length > 0) settings = settings with { Endpoints = settings.Endpoints.Add(file[..file.IndexOf('=')], file[(file.IndexOf('=') + 1)..]) };
        var endpoints = new AwsEndpoints(settings with
        {
            Environment = asked => variable.StartsWith(asked + "=", StringComparison.Ordinal) ? variable[(asked.Length + 1)..] : null,
            IsOwnAddress = (host, port) => host == "localhost" && port == 4566,
        });
        return endpoints.Find(AwsServices.Find(name) ?? AwsServiceModel.Unknown(name), "aws", "eu-west-1", subdomain, name);
    }
}
