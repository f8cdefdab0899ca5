using Dropzone.Ledger.Api.Hosting;

namespace Dropzone.Ledger.Api.Cli.Serve;

/// <summary>Runs one host until it is told to stop, its database is lost, or it gives up.</summary>
public static class RunningHost
{
    /// <summary>Starts the host, tells when it is ready, waits for its end.</summary>
    /// <param name="options">What is decided about the host.</param>
    /// <param name="databaseLost">Completes when the database ended by itself.</param>
    /// <param name="ready">Called once when migrations are done and the workers are up.</param>
    /// <param name="quiet">Keeps all but errors off the console.</param>
    /// <param name="cancellation">Asks the host to stop.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        LedgerHostOptions options, Task databaseLost, Func<WebApplication, CancellationToken, Task> ready, bool quiet, CancellationToken cancellation)
    {
        if (options.Refusal() is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ExitCode.Usage;
        }

        await using var app = LedgerHost.Build(options, builder => builder.Logging.SetMinimumLevel(quiet ? LogLevel.Error : LogLevel.Information));
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException taken)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} Choose another port with --port.");
            return ExitCode.Usage;
        }

        try
        {
            await app.Services.GetRequiredService<Readiness>().Migrated.WaitAsync(ending.Token);
            await ready(app, ending.Token);
            await Task.WhenAny(databaseLost, Task.Delay(Timeout.InfiniteTimeSpan, ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // It was told to stop before it was ready; the stop below is the same.
        }
        catch (Exception failed) when (!app.Services.GetRequiredService<Readiness>().IsMigrated)
        {
            await Console.Error.WriteLineAsync($"The ledger cannot run on this database: {failed.Message}");
            await app.StopAsync(CancellationToken.None);
            return ExitCode.Unreachable;
        }

        var lost = databaseLost.IsCompleted && !ending.IsCancellationRequested;
        if (lost)
        {
            await Console.Error.WriteLineAsync("The embedded PostgreSQL ended by itself. Nothing that was recorded is lost; start again to recover.");
        }

        await app.StopAsync(CancellationToken.None);
        return lost ? ExitCode.Unreachable : Environment.ExitCode;
    }
}
