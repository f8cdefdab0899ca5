using Dropzone.Ledger.Api.OpenApi;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>Serves for real: on the database of <c>ConnectionStrings__Ledger</c>, else on the embedded one.</summary>
public static class ServeCommand
{
    private const string Database = "ledger";

    /// <summary>Runs until the process is told to stop. Answers the exit code: 0 after a clean stop, 1 after a failure, 2 when it may not start.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        if (DocumentGeneration.IsRunning)
        {
            await LedgerHost.Build(ForDocument()).RunAsync();
            return 0;
        }

        return LedgerConfiguration.ExternalDatabase(configuration) is null
            ? await OnEmbeddedAsync(configuration)
            : await ServeAsync(LedgerConfiguration.ForExternalDatabase(configuration));
    }

    /// <summary>Runs a host with the options that were read. Answers the exit code.</summary>
    public static async Task<int> ServeAsync(ConfigurationReading reading)
    {
        if (reading is not ConfigurationReading.Usable usable)
        {
            await Console.Error.WriteLineAsync(((ConfigurationReading.Refused)reading).Reason);
            return 2;
        }

        foreach (var note in usable.Notes)
        {
            await Console.Error.WriteLineAsync(note);
        }

        await using var app = LedgerHost.Build(usable.Options);
        await app.StartAsync();
        Console.WriteLine($"The ledger answers at {LedgerHost.AddressOf(app)}");
        await app.WaitForShutdownAsync();
        return Environment.ExitCode;
    }

    private static async Task<int> OnEmbeddedAsync(IConfiguration configuration)
    {
        var folder = configuration["Ledger:DataDirectory"] is { Length: > 0 } given ? given : EmbeddedPostgresOptions.DefaultFolder;
        switch (await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataDirectory = folder }))
        {
            case EmbeddedPostgresStart.Refused refused:
                await Console.Error.WriteLineAsync(refused.Message);
                return 2;
            case EmbeddedPostgresStart.Started started:
                await using (started.Server)
                {
                    var connection = await started.Server.EnsureDatabaseAsync(Database);
                    return await ServeAsync(LedgerConfiguration.ForEmbeddedDatabase(configuration, connection, folder));
                }

            default:
                throw new InvalidOperationException("A start is one of two.");
        }
    }

    private static LedgerHostOptions ForDocument() => new()
    {
        Connections = LedgerConnections.From("Host=localhost;Database=none;Username=none"),
        MasterKey = MasterKey.Passing(),
    };
}
