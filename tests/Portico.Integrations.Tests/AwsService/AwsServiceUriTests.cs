using Portico.Integrations.AwsService;

namespace Portico.Integrations.Tests.AwsService;

public sealed class AwsServiceUriTests
{
    [Theory]
    [InlineData("arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem", "aws eu-west-1 - dynamodb PutItem ''")]
    [InlineData("arn:aws:apigateway:eu-west-1:sqs:action/SendMessage&QueueUrl=http://q&DelaySeconds=1", "aws eu-west-1 - sqs SendMessage 'QueueUrl=http://q&DelaySeconds=1'")]
    [InlineData("arn:aws:apigateway:eu-west-1:sqs:path/123456789012/orders", "aws eu-west-1 - sqs path '123456789012/orders'")]
    [InlineData("arn:aws:apigateway:eu-west-1:s3:path/{bucket}/{key}?list-type=2", "aws eu-west-1 - s3 path '{bucket}/{key}?list-type=2'")]
    [InlineData("arn:aws:apigateway:eu-west-1:orders.s3:path/{key}", "aws eu-west-1 orders s3 path '{key}'")]
    [InlineData("arn:aws:apigateway:eu-west-1:a1b2c3.iotdata:path/topics/{topic}", "aws eu-west-1 a1b2c3 iotdata path 'topics/{topic}'")]
    [InlineData("arn:aws:apigateway:eu-west-1:data-ats.iot:path/topics/a", "aws eu-west-1 - data-ats.iot path 'topics/a'")]
    [InlineData("arn:aws-cn:apigateway:cn-north-1:sns:path/", "aws-cn cn-north-1 - sns path ''")]
    [InlineData("arn:aws:apigateway:eu-west-1:sqs", null)]
    [InlineData("arn:aws:apigateway:eu-west-1:sqs:action/", null)]
    [InlineData("arn:aws:apigateway:eu-west-1::path/a", null)]
    [InlineData("arn:aws:sqs:eu-west-1:123456789012:path/a", null)]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/", null)]
    public void A_URI_names_a_service_and_an_action_or_a_path(string text, string? expected)
    {
        var uri = AwsServiceUri.TryParse(text);

        Assert.Equal(expected, uri is null ? null : $"{uri.Partition} {uri.Region} {uri.Subdomain ?? "-"} {uri.ServiceName} {uri.Action ?? "path"} '{uri.Rest}'");
    }
}
