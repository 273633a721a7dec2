using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Terraform;

/// <summary>Terraform makes, finds unchanged, changes and destroys what belongs to an account and the API that it is for.</summary>
public sealed class AccountResourcesTests
{
    // A change of a domain name itself makes the provider wait for a minute; its tags are changed at once.
    internal const string Resources = """
        variable "word" {
          default = "first"
        }
        resource "aws_api_gateway_rest_api" "shop" {
          name = "terraform"
          endpoint_configuration { types = ["REGIONAL"] }
          tags = { word = var.word }
        }
        resource "aws_api_gateway_method" "get" {
          rest_api_id   = aws_api_gateway_rest_api.shop.id
          resource_id   = aws_api_gateway_rest_api.shop.root_resource_id
          http_method   = "GET"
          authorization = "NONE"
        }
        resource "aws_api_gateway_integration" "get" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          resource_id = aws_api_gateway_rest_api.shop.root_resource_id
          http_method = aws_api_gateway_method.get.http_method
          type        = "MOCK"
          request_templates = { "application/json" = "{\"statusCode\": 200}" }
        }
        resource "aws_api_gateway_method_response" "get" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          resource_id = aws_api_gateway_rest_api.shop.root_resource_id
          http_method = aws_api_gateway_method.get.http_method
          status_code = "200"
        }
        resource "aws_api_gateway_integration_response" "get" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          resource_id = aws_api_gateway_rest_api.shop.root_resource_id
          http_method = aws_api_gateway_method.get.http_method
          status_code = aws_api_gateway_method_response.get.status_code
          response_templates = { "application/json" = "from terraform" }
          depends_on = [aws_api_gateway_integration.get]
        }
        resource "aws_api_gateway_deployment" "shop" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          depends_on  = [aws_api_gateway_integration_response.get]
        }
        resource "aws_api_gateway_client_certificate" "shop" {
          description = var.word
          tags        = { word = var.word }
        }
        resource "aws_api_gateway_stage" "prod" {
          rest_api_id           = aws_api_gateway_rest_api.shop.id
          deployment_id         = aws_api_gateway_deployment.shop.id
          stage_name            = "prod"
          client_certificate_id = aws_api_gateway_client_certificate.shop.id
        }
        resource "aws_api_gateway_api_key" "partner" {
          name        = "partner-${var.word}"
          description = var.word
          tags        = { word = var.word }
        }
        resource "aws_api_gateway_usage_plan" "gold" {
          name         = "gold"
          description  = var.word
          product_code = var.word
          api_stages {
            api_id = aws_api_gateway_rest_api.shop.id
            stage  = aws_api_gateway_stage.prod.stage_name
            throttle {
              path        = "//GET"
              burst_limit = var.word == "first" ? 5 : 7
              rate_limit  = 2.5
            }
          }
          quota_settings {
            limit  = 100
            offset = 2
            period = "WEEK"
          }
          throttle_settings {
            burst_limit = 5
            rate_limit  = var.word == "first" ? 10 : 20.5
          }
          tags = { word = var.word }
        }
        resource "aws_api_gateway_usage_plan_key" "partner" {
          key_id        = aws_api_gateway_api_key.partner.id
          key_type      = "API_KEY"
          usage_plan_id = aws_api_gateway_usage_plan.gold.id
        }
        resource "aws_api_gateway_domain_name" "shop" {
          domain_name              = "terraform.example.com"
          regional_certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/shop"
          endpoint_configuration { types = ["REGIONAL"] }
          security_policy = "TLS_1_2"
          tags            = { word = var.word }
        }
        resource "aws_api_gateway_base_path_mapping" "shop" {
          domain_name = aws_api_gateway_domain_name.shop.domain_name
          api_id      = aws_api_gateway_rest_api.shop.id
          stage_name  = aws_api_gateway_stage.prod.stage_name
          base_path   = var.word
        }
        resource "aws_api_gateway_base_path_mapping" "root" {
          domain_name = aws_api_gateway_domain_name.shop.domain_name
          api_id      = aws_api_gateway_rest_api.shop.id
        }
        resource "aws_api_gateway_vpc_link" "inner" {
          name        = "inner-${var.word}"
          description = var.word
          target_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/inner/1"]
          tags        = { word = var.word }
        }
        resource "aws_api_gateway_account" "account" {
          cloudwatch_role_arn = "arn:aws:iam::123456789012:role/${var.word}"
        }
        """;

    [Fact]
    public async Task What_terraform_makes_has_no_drift_before_and_after_a_change_and_is_destroyed()
    {
        Support.Terraform.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync("serve", "--store", "memory");
        var terraform = new Support.Terraform(folder.Path, server.Control);
        folder.Write("main.tf", terraform.Provider + Resources.Replace("arn:aws:acm:eu-central-1:123456789012:certificate/shop", await ImportedCertificate.ArnAsync(server.Api, "terraform.example.com"), StringComparison.Ordinal));
        await terraform.InitAsync();

        await terraform.ApplyAsync();
        await terraform.ExpectNoDriftAsync();
        Assert.EndsWith("from terraform", await CallAsync(server, "/first"), StringComparison.Ordinal);
        Assert.EndsWith("from terraform", await CallAsync(server, "/prod"), StringComparison.Ordinal);

        await terraform.ApplyAsync("-var", "word=second");
        await terraform.ExpectNoDriftAsync("-var", "word=second");
        Assert.EndsWith("from terraform", await CallAsync(server, "/second/"), StringComparison.Ordinal);
        Assert.Equal(["partner-second"], (await server.Api.GetAsync("/apikeys?name=partner-")).Each("item", "name"));

        await terraform.DestroyAsync("-var", "word=second");
        Assert.StartsWith("HTTP/1.1 403", await CallAsync(server, "/second"), StringComparison.Ordinal);
        Assert.Empty((JsonArray)(await server.Api.GetAsync("/apikeys?name=partner-"))["item"]!);
        Assert.DoesNotContain("terraform.example.com", (await server.Api.GetAsync("/domainnames?limit=500")).Each("item", "domainName"));
    }

    private static Task<string> CallAsync(PorticoServer server, string path) => Curl.GetAsync(new Uri(server.Gateway, path).ToString(), "-H", "Host: terraform.example.com");
}
