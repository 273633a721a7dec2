using System.Collections.Frozen;

namespace Portico.Aws.Services;

/// <summary>All services of the table, by any of their names. Read when the first one is asked for.</summary>
public static class AwsServices
{
    private const string Resource = "Portico.Aws.Services.aws-services.tsv";

    private static readonly Lazy<FrozenDictionary<string, AwsServiceModel>> ByName = new(Read);

    /// <summary>The service of that name: as ARNs of integrations, signatures or the models call it.</summary>
    public static AwsServiceModel? Find(string name) => ByName.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, AwsServiceModel> Read()
    {
        using var reader = new StreamReader(typeof(AwsServices).Assembly.GetManifestResourceStream(Resource)!);
        var services = new List<AwsServiceModel>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var fields = line.Split('\t');
            services.Add(new AwsServiceModel
            {
                Name = fields[0],
                EndpointPrefix = fields[1],
                SigningName = fields[2],
                ServiceId = fields[3],
                Protocols = [.. fields[4].Split(',')],
                ApiVersion = fields[5],
                TargetPrefix = fields[6],
                JsonVersion = fields[7],
                GlobalHost = fields[8].Length > 0 ? fields[8] : null,
            });
        }

        // Some share a host: the one that is called so itself comes first, then the oldest, whose actions a bare name has always meant.
        var found = new Dictionary<string, AwsServiceModel>(StringComparer.OrdinalIgnoreCase);
        foreach (var service in services.OrderBy(service => service.ApiVersion, StringComparer.Ordinal).ThenBy(service => service.Name != service.EndpointPrefix)) found.TryAdd(service.EndpointPrefix, service);
        foreach (var service in services.Where(service => service.Name == service.EndpointPrefix)) found[service.Name] = service;
        foreach (var service in services.OrderBy(service => service.ApiVersion, StringComparer.Ordinal)) found.TryAdd(service.SigningName, service);
        foreach (var service in services) found.TryAdd(service.Name, service);
        return found.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
