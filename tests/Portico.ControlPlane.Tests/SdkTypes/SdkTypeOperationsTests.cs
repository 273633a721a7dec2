using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.SdkTypes;

public sealed class SdkTypeOperationsTests
{
    [Fact]
    public async Task The_languages_are_listed() =>
        Assert.Equal(
            ["android", "java", "javascript", "objectivec", "ruby", "swift"],
            (await (await StartAsync()).Call("GET", "/sdktypes")).Body!["item"]!.AsArray().Select(type => (string)type!["id"]!));

    [Theory]
    [InlineData("android", "Android", "groupId artifactId artifactVersion invokerPackage")]
    [InlineData("java", "Java SDK", "serviceName java.package-name")]
    [InlineData("javascript", "JavaScript", "")]
    [InlineData("objectivec", "iOS (Objective-C)", "classPrefix")]
    [InlineData("swift", "iOS (Swift)", "classPrefix")]
    [InlineData("ruby", "Ruby", "service.name")]
    public async Task A_language_says_what_it_must_be_told(string id, string name, string required)
    {
        var type = (await (await StartAsync()).Call("GET", $"/sdktypes/{id}")).Body!;

        Assert.Equal(name, (string)type["friendlyName"]!);
        Assert.Equal(required, string.Join(' ', type["configurationProperties"]!.AsArray().Where(each => (bool)each!["required"]!).Select(each => (string)each!["name"]!)));
    }

    [Fact]
    public async Task A_language_that_is_not_there_is_not_found() =>
        (await (await StartAsync()).Call("GET", "/sdktypes/cobol")).RefusesNotFound("Invalid SDK type identifier specified");
}
