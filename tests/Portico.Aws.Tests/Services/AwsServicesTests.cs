using Portico.Aws.Services;

namespace Portico.Aws.Tests.Services;

public sealed class AwsServicesTests
{
    [Theory]
    [InlineData("sqs", "SQS json AmazonSQS 1.0 2012-11-05")]
    [InlineData("states", "SFN json AWSStepFunctions 1.0 2016-11-23")]
    [InlineData("stepfunctions", "SFN json AWSStepFunctions 1.0 2016-11-23")]
    [InlineData("dynamodb", "DynamoDB json DynamoDB_20120810 1.0 2012-08-10")]
    [InlineData("events", "EventBridge json AWSEvents 1.1 2015-10-07")]
    [InlineData("email", "SES query   2010-12-01")]
    [InlineData("elasticloadbalancing", "Elastic Load Balancing query   2012-06-01")]
    [InlineData("rds", "RDS query   2014-10-31")]
    [InlineData("monitoring", "CloudWatch smithy-rpc-v2-cbor,json,query GraniteServiceVersion20100801 1.0 2010-08-01")]
    [InlineData("iotdata", "IoT Data Plane rest-json   2015-05-28")]
    [InlineData("S3", "S3 rest-xml   2006-03-01")]
    [InlineData("nosuch", null)]
    public void A_service_is_found_by_each_of_its_names(string name, string? expected)
    {
        var service = AwsServices.Find(name);

        Assert.Equal(expected, service is null ? null : $"{service.ServiceId} {string.Join(',', service.Protocols)} {service.TargetPrefix} {service.JsonVersion} {service.ApiVersion}");
    }
}
