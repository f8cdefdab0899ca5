using System.CommandLine;
using Dropzone.Ledger.Api.Databases;
using Dropzone.Ledger.Api.Hosting;

namespace Dropzone.Ledger.Api.Cli.Serve;

/// <summary><c>ledger serve</c>: the product, for real.</summary>
public static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var port = new Option<int?>("--port") { Description = "The port to listen on (Ledger__Port; 8443 unless told otherwise)" };
        var dataDirectory = new Option<string?>("--data-dir") { Description = "The folder of the embedded PostgreSQL (Ledger__DataDirectory)" };
        var command = new Command("serve", "Serve the API and the UI, poll the connectors, keep the read models") { port, dataDirectory };
        command.SetAction((result, cancellation) => RunAsync(result.GetValue(port), result.GetValue(dataDirectory), cancellation));
        return command;
    }

    /// <summary>Serves until told to stop.</summary>
    public static async Task<int> RunAsync(int? port, string? dataDirectory, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var settings = DatabaseSettings.Read(configuration, dataDirectory);
        var (setup, problem) = ServeSettings.Read(configuration, settings, port);
        if (setup is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return ExitCode.Usage;
        }

        using var logs = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
        var (database, refusal) = await OpenedDatabase.OpenAsync(settings, logs.CreateLogger("postgres"), cancellation);
        if (database is null)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ExitCode.Unreachable;
        }

        await using (database)
        {
            return await RunningHost.RunAsync(
                setup with { Connections = database.Connections },
                database.Lost,
                async (app, _) => await Console.Out.WriteLineAsync(
                    $"Dropzone Ledger answers at {LedgerHost.AddressOf(app)}. The first admin's token: ledger token --bootstrap"),
                quiet: false,
                cancellation);
        }
    }
}
