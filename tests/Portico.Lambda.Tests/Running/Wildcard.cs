using System.Text.RegularExpressions;

namespace Portico.Lambda.Tests.Running;

/// <summary>Texts with <c>*</c> for what changes from machine to machine.</summary>
internal static class Wildcard
{
    internal static void Matches(string pattern, string text) =>
        Assert.Matches(new Regex($@"\A{string.Join(".*", pattern.Split('*').Select(Regex.Escape))}\z", RegexOptions.Singleline), text);
}
