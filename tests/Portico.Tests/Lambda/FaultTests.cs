using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portico.Protocol.Messages;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>
/// Functions that do everything wrong, each in a gateway of its own: the caller gets AWS's answer, the log a plain sentence, the
/// next function works, and no process stays behind, not even as a zombie.
/// </summary>
public sealed class FaultTests
{
    private const string ServerError = """{"message": "Internal server error"}""";

    // Every function first says which processes are its own.
    private const string Start = "import fs from 'node:fs'; import { spawn } from 'node:child_process'; const own = (pid) => fs.appendFileSync('PIDS', pid + '\\n'); own(process.pid);\n";

    public static TheoryData<string, string, int, string> Faults() => new()
    {
        { "never answers", "export const handler = async () => { while (true); };", 502, "Function *: *" },
        { "never settles", "export const handler = async () => new Promise((r) => setTimeout(r, 60000));", 502, "Function * was ended: it did not answer within 1 s (request *)" },
        { "answers 20 MB", "export const handler = async () => ({ body: 'x'.repeat(20 * 1024 * 1024) });", 502, "Function * answered with more than 6291556 bytes, which an answer may not have (request *)" },
        { "prints garbage", "export const handler = async () => { fs.writeSync(1, Buffer.from(Array.from({ length: 256 }, (_, i) => i))); fs.writeSync(2, 'x'.repeat(1000000)); return { body: 'well' }; };", 200, "" },
        { "answers garbage", "export const handler = async () => { for (let fd = 3; fd < 40; fd++) { try { fs.writeSync(fd, '\\0'.repeat(64)); } catch { } } await new Promise((r) => setTimeout(r, 60000)); };", 502, "*" },
        { "exits at start", "process.exit(3);", 502, "Function * could not be started: Runtime exited with error: exit status 3" },
        { "throws at start", "throw new Error('no database');", 502, "Function * could not be started: *no database*" },
        { "exits in the middle", "export const handler = async () => process.exit(7);", 502, "Function * ended in the middle of a call: exit status 7 (request *)" },
        { "is killed", "export const handler = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 60000)); };", 502, "Function * ended in the middle of a call: signal: killed (request *)" },
        { "forks", "export const handler = async () => { for (const detached of [true, false]) own(spawn('sleep', ['1000'], { detached, stdio: 'inherit' }).pid); return { body: 'well' }; };", 200, "" },
        { "forks and exits", "export const handler = async () => { own(spawn('sleep', ['1000'], { stdio: 'inherit' }).pid); process.exit(1); };", 502, "Function * ended in the middle of a call: exit status 1 (request *)" },
        { "has no handler", "export const other = 1;", 502, "Function * could not be started: *index.handler is undefined or not exported*" },
        { "has no sense", "export const handler = ;", 502, "Function * could not be started: *SyntaxError: Unexpected token ';'*" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_function_that_goes_wrong_harms_nobody(string what, string code, int status, string sentence)
    {
        Assert.NotEmpty(what);
        var pids = Path.GetTempFileName();
        await using (var gateway = new RunningGateway())
        {
            await gateway.InitializeAsync();
            // Short where the function must run into it, long where it must not.
            var isEndless = status == 502 && code.Contains("60000", StringComparison.Ordinal) || code.Contains("while (true)", StringComparison.Ordinal);
            var bad = await gateway.Functions.NodeAsync(Start.Replace("PIDS", pids, StringComparison.Ordinal) + code, timeout: isEndless ? 1 : 20);
            var good = await gateway.Functions.NodeAsync("export const handler = async () => ({ body: 'unharmed' });");
            var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/bad", "get", RunFunctions.Proxy(bad)) + OpenApi.Path("/good", "get", RunFunctions.Proxy(good))));

            var answer = await api.GetAsync("/bad");

            if (status == 200) answer.Is(200, "well");
            else answer.IsRefusal(status, "InternalServerErrorException", ServerError);
            (await api.GetAsync("/good")).Is(200, "unharmed");
            if (sentence.Length > 0) Assert.Contains(gateway.Warnings, line => Matches(sentence, line));
            else Assert.Empty(gateway.Warnings);
        }

        AllAreGone(pids);
    }

    [Theory]
    [InlineData("ruby3.3", "Function *: runtime ruby3.3 cannot be run: this version of Portico runs nodejs*, python3.*, java*, dotnet* and provided.* functions")]
    [InlineData("provided.al2023", "Function *: runtime provided.al2023 cannot be run: the package holds no file 'bootstrap' at its root")]
    [InlineData("dotnet10", "Function *: runtime dotnet10 cannot be run: the package holds neither an executable 'bootstrap' nor 'index.handler.dll'; publish the function as an executable")]
    public async Task A_runtime_that_cannot_be_run_is_told_of(string runtime, string sentence)
    {
        await using var gateway = new RunningGateway();
        await gateway.InitializeAsync();
        var function = await gateway.Functions.NodeAsync("", runtime: runtime);
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(function))));

        (await api.GetAsync("/x")).IsRefusal(502, "InternalServerErrorException", ServerError);

        Assert.Contains(gateway.Warnings, line => line == sentence.Replace("Function *:", $"Function {function}:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../evil.mjs", 10, "The archive's entry '../evil.mjs' leads out of its folder; use names relative to it")]
    [InlineData("/etc/evil", 10, "The archive's entry '/etc/evil' leads out of its folder; use names relative to it")]
    [InlineData("a/../../evil.mjs", 10, "The archive's entry 'a/../../evil.mjs' leads out of its folder; use names relative to it")]
    [InlineData("bomb", 300_000_000, "Unzipped size must be smaller than 262144000 bytes")]
    public async Task A_package_that_leads_out_or_blows_up_is_refused(string entry, int bytes, string message)
    {
        await using var gateway = new RunningGateway();
        await gateway.InitializeAsync();
        using var package = new MemoryStream();
        using (var archive = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var content = await archive.CreateEntry(entry).OpenAsync();
            var zeros = new byte[1_000_000];
            for (var left = bytes; left > 0; left -= zeros.Length) await content.WriteAsync(zeros.AsMemory(0, Math.Min(left, zeros.Length)));
        }

        var answer = await CreateAsync(gateway, package.ToArray());

        Assert.Equal(400, answer.Status);
        Assert.Equal(message, (string)JsonNode.Parse(answer.Body.Span)!["message"]!);
    }

    [Fact]
    public async Task What_is_no_package_is_refused()
    {
        await using var gateway = new RunningGateway();
        await gateway.InitializeAsync();

        var answer = await CreateAsync(gateway, "no zip"u8.ToArray());

        Assert.Equal(400, answer.Status);
        Assert.Equal("Could not unzip uploaded file. Please check your file, then try to upload again.", (string)JsonNode.Parse(answer.Body.Span)!["message"]!);
    }

    private static async Task<ServiceResponse> CreateAsync(RunningGateway gateway, byte[] package)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            FunctionName = "f",
            Runtime = "nodejs20.x",
            Handler = "index.handler",
            Role = "arn:aws:iam::123456789012:role/none",
            Code = new { ZipFile = Convert.ToBase64String(package) },
        });
        return await gateway.Host.Functions.Service.Value.InvokeAsync(new ServiceRequest { Method = "POST", RawPath = "/2015-03-31/functions", QueryString = "", Body = body }, CancellationToken.None);
    }

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, $@"\A{string.Join(".*", pattern.Split('*').Select(Regex.Escape))}\z", RegexOptions.Singleline);

    // A child of this process that waits to be reaped is one that was forgotten; one of a function's own children is the machine's to reap.
    private static void AllAreGone(string file)
    {
        var pids = File.ReadAllLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        File.Delete(file);
        foreach (var pid in pids)
        {
            string stat;
            try
            {
                stat = File.ReadAllText($"/proc/{pid}/stat", Encoding.Latin1);
            }
            catch (IOException)
            {
                continue;
            }

            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            Assert.True(fields[0] == "Z" && fields[1] != Environment.ProcessId.ToString(CultureInfo.InvariantCulture), $"process {pid} stayed behind: {stat}");
        }
    }
}
