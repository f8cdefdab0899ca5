using System.CommandLine;
using Dropzone.Ledger.Api.Cli.Terminal;
using Dropzone.Ledger.Api.Databases;
using Dropzone.Ledger.Api.Hosting;

namespace Dropzone.Ledger.Api.Cli.Serve;

/// <summary><c>ledger serve</c>: the product, for real.</summary>
public static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var port = new Option<int?>("--port") { Description = "The port to listen on (Ledger__Port)" };
        var dataDirectory = new Option<string?>("--data-dir") { Description = "The folder of the embedded PostgreSQL (Ledger__DataDirectory)" };
        var command = new Command("serve", "Serve the API and the page, poll the connectors, keep the read models") { port, dataDirectory };
        command.SetAction((result, cancellation) => RunAsync(result.GetValue(port), result.GetValue(dataDirectory), cancellation));
        return command;
    }

    /// <summary>Serves until told to stop.</summary>
    public static async Task<int> RunAsync(int? port, string? dataDirectory, CancellationToken cancellation)
    {
        var flags = new Dictionary<string, string?> { ["Ledger:Port"] = port?.ToString(), ["Ledger:DataDirectory"] = dataDirectory };
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(flags.Where(flag => flag.Value is not null))
            .Build();
        using var logs = ErrorLog.Create(LogLevel.Warning);
        var settings = DatabaseSettings.Read(configuration, dataDirectory);
        var (database, refusal) = await OpenedDatabase.OpenAsync(settings, logs.CreateLogger("postgres"), cancellation);
        if (database is null)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ExitCode.Unreachable;
        }

        await using (database)
        {
            var reading = settings.IsExternal
                ? LedgerConfiguration.ForExternalDatabase(configuration)
                : LedgerConfiguration.ForEmbeddedDatabase(configuration, database.Connections.Owner, settings.DataDirectory);
            if (reading is not ConfigurationReading.Usable usable)
            {
                await Console.Error.WriteLineAsync(((ConfigurationReading.Refused)reading).Reason);
                return ExitCode.Usage;
            }

            foreach (var note in usable.Notes)
            {
                await Console.Error.WriteLineAsync(note);
            }

            return await RunningHost.RunAsync(
                usable.Options,
                database.Lost,
                async (app, _) => await Console.Out.WriteLineAsync(
                    $"Dropzone Ledger answers at {LedgerHost.AddressOf(app)}. The first admin's token: ledger token --bootstrap"),
                quiet: false,
                cancellation);
        }
    }
}
