using System.Collections.Immutable;

namespace Portico.ControlPlane.SdkTypes;

/// <summary>A language that clients are generated for.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_SdkType.html"/>
internal sealed record SdkType(string Id, string FriendlyName, string Description, params ImmutableArray<SdkProperty> Properties)
{
    public static ImmutableArray<SdkType> All { get; } =
    [
        new("android", "Android", "SDK for Android",
            new("groupId", "Group ID", "The group of the artifact, such as com.example", true),
            new("artifactId", "Artifact ID", "The name of the artifact", true),
            new("artifactVersion", "Artifact version", "The version of the artifact", true),
            new("invokerPackage", "Invoker package", "The Java package of the client", true)),
        new("java", "Java SDK", "SDK for Java",
            new("serviceName", "Service name", "The name of the client's interface", true),
            new("java.package-name", "Java package name", "The package of the classes", true),
            new("java.build-system", "Java build system", "maven or gradle", false),
            new("java.group-id", "Java group ID", "The group of the artifact", false),
            new("java.artifact-id", "Java artifact ID", "The name of the artifact", false),
            new("java.artifact-version", "Java artifact version", "The version of the artifact", false),
            new("java.source-code-location", "Source code location", "Where the source is kept", false),
            new("java.author-name", "Author name", "Who wrote it", false),
            new("java.author-email", "Author email", "How the author is reached", false),
            new("java.author-organization", "Author organization", "Whom the author works for", false),
            new("java.license-name", "License name", "The license of the artifact", false),
            new("java.license-url", "License URL", "Where the license is found", false)),
        new("javascript", "JavaScript", "SDK for JavaScript"),
        new("objectivec", "iOS (Objective-C)", "SDK for iOS in Objective-C", new SdkProperty("classPrefix", "Prefix", "Stands before the names of the classes", true)),
        new("ruby", "Ruby", "SDK for Ruby",
            new("service.name", "Service name", "The name of the client's class", true),
            new("ruby.gem-name", "Ruby gem name", "The name of the gem", false),
            new("ruby.gem-version", "Ruby gem version", "The version of the gem", false)),
        new("swift", "iOS (Swift)", "SDK for iOS in Swift", new SdkProperty("classPrefix", "Prefix", "Stands before the names of the classes", true)),
    ];
}

/// <summary>What is asked for when a client is generated.</summary>
internal sealed record SdkProperty(string Name, string FriendlyName, string Description, bool Required);
