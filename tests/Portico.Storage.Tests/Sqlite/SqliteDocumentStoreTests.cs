using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Portico.Model.Rest;
using Portico.Storage.Sqlite;

namespace Portico.Storage.Tests.Sqlite;

public sealed class SqliteDocumentStoreTests : DocumentStoreContract, IDisposable
{
    private const string WriterFile = "PORTICO_TEST_WRITER_FILE";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("portico.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_stands_in_the_file_when_it_is_opened_again()
    {
        CommitResult last;
        await using (var store = await OpenAsync())
        {
            await store.CommitAsync(Writing(("pet/1", "1"), ("pet/2", "2")), None);
            last = await store.CommitAsync(new DocumentCommit { Writes = [Write("pet/1", "new")], Deletes = ["pet/2"] }, None);
        }

        await using var reopened = await OpenAsync();
        Assert.Equal(["pet/1=new"], await PairsAsync(reopened, ""));
        Assert.Equal(last.Revision, (await reopened.CommitAsync(DocumentCommit.Empty, None)).Revision);
        await using var watch = reopened.WatchAsync(1, None).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(["pet/1", "pet/2"], watch.Current.Keys);
        Assert.Equal(3, (await reopened.CommitAsync(Writing(("pet/3", "3")), None)).Revision);
    }

    [Fact]
    public async Task A_catalog_is_found_again_with_equal_entries()
    {
        var made = Samples.Full();
        await using (var store = await OpenAsync())
        await using (var catalog = await Catalog.OpenAsync(store, None))
        {
            await catalog.ChangeRestApiAsync("api0000001", _ => new RestApiChange<int>(made, 0, made.Snapshot("dep001")), None);
        }

        await using var reopened = await OpenAsync();
        await using var again = await Catalog.OpenAsync(reopened, None);
        Assert.Equal(Shape.Of(made), Shape.Of(await again.FindRestApiAsync("api0000001", None)));
        Assert.Equal(Shape.Of(made.Snapshot("dep001")), Shape.Of(await again.FindSnapshotAsync("api0000001", "dep001", None)));
    }

    [Fact]
    public async Task Two_hundred_parallel_additions_to_an_API_are_all_in_the_file()
    {
        await using (var store = await OpenAsync())
        await using (var catalog = await Catalog.OpenAsync(store, None))
        {
            await catalog.ChangeRestApiAsync("api0000001", _ => new RestApiChange<int>(Samples.Entry(), 0), None);
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => catalog.ChangeRestApiAsync(
                "api0000001", entry => new RestApiChange<int>(entry!.With(Samples.Resource($"r{i}")), 0), None))));
        }

        await using var reopened = await OpenAsync();
        await using var again = await Catalog.OpenAsync(reopened, None);
        Assert.Equal(201, (await again.FindRestApiAsync("api0000001", None))!.Definition.Resources.Count);
    }

    [Fact]
    public async Task Every_acknowledged_commit_survives_a_kill_and_the_database_is_whole()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(SqliteDocumentStoreTests).FullName}.{nameof(Writes_until_it_is_killed)}" },
            Environment = { [WriterFile] = FilePath },
            RedirectStandardOutput = true,
        };
        using var writer = Process.Start(start)!;
        var acknowledged = new List<int>();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("ack ", StringComparison.Ordinal)) continue;
            acknowledged.Add(int.Parse(line.AsSpan(4), CultureInfo.InvariantCulture));
            // SIGKILL, with commits under way; what was acknowledged until then is still in the pipe and is read to its end.
            if (acknowledged.Count == 1_000) writer.Kill();
        }

        await writer.WaitForExitAsync();
        Assert.NotEqual(0, writer.ExitCode);
        Assert.True(acknowledged.Count >= 1_000, $"the writer ended by itself after {acknowledged.Count} documents");
        await using (var store = await OpenAsync())
        {
            var left = await KeysAsync(store, "left/");
            Assert.Empty(acknowledged.Select(number => $"left/{number:D8}").Except(left));
            // Each commit wrote both or neither, the unacknowledged ones too.
            Assert.Equal(left.Select(key => key["left/".Length..]), (await KeysAsync(store, "right/")).Select(key => key["right/".Length..]));
        }

        await using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        await connection.OpenAsync(None);
        await using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", await check.ExecuteScalarAsync(None));
    }

    /// <summary>No test, but the child process of the one above: explicit, so that it runs only when asked for by name.</summary>
    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(WriterFile) is not { Length: > 0 } filePath) return;
        await using var store = await SqliteDocumentStore.OpenAsync(filePath, None);
        await using var output = Console.OpenStandardOutput();
        var next = 0;
        // Several at a time, so that commits are grouped. Should the parent be gone, writing to its pipe fails and this ends.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var number = Interlocked.Increment(ref next);
                var result = await store.CommitAsync(Writing(($"left/{number:D8}", "{}"), ($"right/{number:D8}", "{}")), None);
                Assert.True(result.Committed);
                lock (output) output.Write(System.Text.Encoding.ASCII.GetBytes($"ack {number}\n"));
            }
        })));
    }

    [Fact]
    public async Task The_folder_of_a_new_store_is_made()
    {
        var path = Path.Combine(_folder.Path, "a", "b", "portico.db");

        await using var store = await SqliteDocumentStore.OpenAsync(path, None);

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named_with_what_to_do()
    {
        File.WriteAllText(_folder.File("file"), "");
        var path = Path.Combine(_folder.Path, "file", "portico.db");

        var failure = await RefusedAsync(path);

        Assert.StartsWith($"{path}: cannot be opened (", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("name a file in a folder that the user that runs Portico may write", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_named_with_what_to_do()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "nothing is forbidden to this user");
        if (OperatingSystem.IsWindows()) return;
        var folder = Directory.CreateDirectory(_folder.File("closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = Path.Combine(folder.FullName, "portico.db");

        var failure = await RefusedAsync(path);

        Assert.Equal($"{path}: cannot be written; let the user that runs Portico write this file and its folder, or name another file", failure.Message);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(FilePath);

        var failure = await RefusedAsync(FilePath);

        Assert.Equal($"{FilePath}: cannot be written; let the user that runs Portico write this file and its folder, or name another file", failure.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_was()
    {
        var text = string.Concat(Enumerable.Repeat("this is a letter, not a database\n", 100));
        File.WriteAllText(FilePath, text);

        var failure = await RefusedAsync(FilePath);

        Assert.Equal($"{FilePath}: is not a SQLite database; name another file, or move this one away and a new store is made", failure.Message);
        Assert.Equal(text, File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused()
    {
        Execute("CREATE TABLE bookmark (url TEXT)");

        var failure = await RefusedAsync(FilePath);

        Assert.Equal($"{FilePath}: is the database of another program; name another file", failure.Message);
    }

    [Fact]
    public async Task A_database_of_a_newer_schema_is_refused()
    {
        await (await OpenAsync()).DisposeAsync();
        Execute("PRAGMA user_version=2");

        var failure = await RefusedAsync(FilePath);

        Assert.Equal($"{FilePath}: its schema is version 2, this Portico knows up to 1; run the version that wrote it, or a newer one", failure.Message);
    }

    [Fact]
    public async Task A_file_that_another_store_has_open_is_refused()
    {
        await using var store = await OpenAsync();

        var failure = await RefusedAsync(FilePath);

        Assert.Equal($"{FilePath}: another Portico uses it; stop that one, or name another file (several nodes need a store that is a server)", failure.Message);
    }

    [Fact]
    public async Task A_file_that_another_program_has_locked_is_refused_after_the_busy_timeout()
    {
        await (await OpenAsync()).DisposeAsync();
        await using var other = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        await other.OpenAsync(None);
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(None);

        var failure = await RefusedAsync(FilePath);

        Assert.Equal($"{FilePath}: another program holds a lock on it; end that program, or wait until it is done", failure.Message);
    }

    [Fact]
    public async Task A_lock_of_another_program_fails_the_commits_of_its_time_and_no_later_ones()
    {
        await using var store = await SqliteDocumentStore.OpenAsync(FilePath, new SqliteStoreOptions { BusyTimeout = TimeSpan.Zero }, None);
        await using var other = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        await other.OpenAsync(None);
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(None);

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.CommitAsync(Writing(("pet/1", "1")), None));
        Assert.Null(await store.ReadAsync("pet/1", None));
        command.CommandText = "ROLLBACK";
        await command.ExecuteNonQueryAsync(None);

        Assert.Equal(new CommitResult(true, 1), await store.CommitAsync(Writing(("pet/1", "1")), None));
    }

    [Fact]
    public async Task Commits_that_wait_when_the_store_is_disposed_of_are_carried_out_and_later_ones_refused()
    {
        var store = await OpenAsync();
        var waiting = Enumerable.Range(0, 100).Select(i => store.CommitAsync(Writing(($"pet/{i:D3}", "1")), None).AsTask()).ToArray();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), result => Assert.True(result.Committed));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.CommitAsync(DocumentCommit.Empty, None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.ReadAsync("pet/001", None));
        await using var reopened = await OpenAsync();
        Assert.Equal(100, (await KeysAsync(reopened, "pet/")).Count);
    }

    protected override async Task<IDocumentStore> OpenAsync(int retainedCommits = 10_000) =>
        await SqliteDocumentStore.OpenAsync(FilePath, new SqliteStoreOptions { RetainedCommits = retainedCommits }, None);

    private static async Task<StoreUnavailableException> RefusedAsync(string path) => await Assert.ThrowsAsync<StoreUnavailableException>(() =>
        SqliteDocumentStore.OpenAsync(path, new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) }, None));

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
