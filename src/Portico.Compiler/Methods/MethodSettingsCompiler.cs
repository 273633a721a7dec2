using Portico.DataPlane.Invocations;
using Portico.Model.Rest;

namespace Portico.Compiler.Methods;

/// <summary>What a stage sets for logs and metrics of a method, as its requests read it.</summary>
internal static class MethodSettingsCompiler
{
    internal static MethodSettings Compile(MethodSetting? setting) => setting is null
        ? MethodSettings.Default
        : new MethodSettings
        {
            MetricsEnabled = setting.MetricsEnabled,
            LoggingLevel = setting.LoggingLevel switch { "INFO" => LoggingLevel.Info, "ERROR" => LoggingLevel.Error, _ => LoggingLevel.Off },
            DataTraceEnabled = setting.DataTraceEnabled,
        };
}
