using Dropzone.Ledger.EventStore.EmbeddedPostgres;

// A process that owns a server, for tests that kill it: prints the server's process id and its connection string, or the reason
// of a refusal, and waits for its input to close.
var start = await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataDirectory = args[0] });
if (start is EmbeddedPostgresStart.Refused refused)
{
    Console.WriteLine($"refused {refused.Reason} {refused.Message}");
    return 1;
}

await using var server = start.ServerOrThrow();
Console.WriteLine($"{server.ProcessId} {server.ConnectionString}");
await Console.In.ReadToEndAsync();
return 0;
