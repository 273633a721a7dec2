using System.Globalization;
using Portico.Model.Lambda;

namespace Portico.Lambda.Runtimes;

/// <summary>The environment of a function's process: Lambda's variables and the function's own, and nothing of Portico's.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime"/>
internal static class FunctionVariables
{
    internal static Dictionary<string, string> Make(LambdaFunction function, FunctionConfiguration configuration, string folder, string temporary, string program, string logStream)
    {
        var region = FunctionReference.TryParse(function.Arn)?.Region ?? "us-east-1";
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (configuration.Environment is { } own)
        {
            foreach (var (name, value) in own) variables[name] = value;
        }

        Default("PATH", $"{Path.GetDirectoryName(program)}:/usr/local/bin:/usr/bin:/bin:/opt/bin");
        Default("LD_LIBRARY_PATH", $"{folder}:{folder}/lib:/opt/lib");
        Default("LANG", "en_US.UTF-8");
        Default("TZ", ":UTC");
        Default("HOME", temporary);
        Default("NODE_PATH", Path.Combine(folder, "node_modules"));
        Default("PYTHONDONTWRITEBYTECODE", "1");
        Default("PYTHONIOENCODING", "utf-8");
        variables["TMPDIR"] = temporary;
        variables["_HANDLER"] = configuration.Handler;
        variables["LAMBDA_TASK_ROOT"] = folder;
        variables["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
        variables["AWS_LAMBDA_FUNCTION_NAME"] = function.Name;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = configuration.Version;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = configuration.MemorySize.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = configuration.LogGroup ?? $"/aws/lambda/{function.Name}";
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream;
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        variables["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{configuration.Runtime}";
        variables["AWS_REGION"] = region;
        Default("AWS_DEFAULT_REGION", region);
        Default("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        return variables;

        void Default(string name, string value) => variables.TryAdd(name, value);
    }
}
