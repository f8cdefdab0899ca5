using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.Projections;
using Dropzone.Ledger.TicketSync;
using Npgsql;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>
/// What runs beside the requests: migrations once, then announcer and listener, and, as long as a lease session lives, projections, pollers, applications
/// of filters and ticket sync. Stops in the order pollers (they write their pending coverage), applications and ticket sync, projections (they fold it),
/// announcer and listener.
/// </summary>
public sealed class LedgerWorkers(
    LedgerHostOptions options,
    LedgerMigrations migrations,
    LedgerDatabase database,
    ReadModels readModels,
    Pollers pollers,
    FilterApplications filters,
    TicketSyncWorkers tickets,
    Readiness readiness,
    IHostApplicationLifetime lifetime,
    ILogger<LedgerWorkers> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await MigrateAsync(stoppingToken);
            if (options.Workers)
            {
                await RunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            log.LogDebug("The workers stopped before they had begun");
        }
        catch (Exception cause)
        {
            log.LogCritical(cause, "The ledger cannot run on this database");
            readiness.WillNotStart(cause);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task MigrateAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await migrations.ApplyAsync(stopping);
                readiness.HasMigrated();
                readiness.Workers(up: !options.Workers, "The tables stand.");
                return;
            }
            catch (NpgsqlException gone) when (gone is not PostgresException || gone.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                readiness.Waits("The ledger waits for its database.");
                log.LogWarning("The database does not answer yet: {Reason}", gone.Message);
                await Task.Delay(Pause, options.Time, stopping);
            }
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        using var stopProjections = new CancellationTokenSource();
        using var stopServices = new CancellationTokenSource();
        var services = Task.WhenAll(
            KeepAsync("announcer", database.RunAnnouncerAsync, stopServices.Token),
            KeepAsync("listener", database.RunListenerAsync, stopServices.Token));
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await RunUnderLeaseAsync(stopProjections, stopping);
            }
        }
        finally
        {
            readiness.Workers(up: false, "The ledger is stopping.");
            await stopServices.CancelAsync();
            await services;
        }
    }

    private async Task RunUnderLeaseAsync(CancellationTokenSource stopProjections, CancellationToken stopping)
    {
        try
        {
            await using var session = await database.OpenLeaseSessionAsync(stopping);
            using var round = CancellationTokenSource.CreateLinkedTokenSource(session.Lost);
            using var polling = CancellationTokenSource.CreateLinkedTokenSource(stopping, round.Token);
            using var projecting = CancellationTokenSource.CreateLinkedTokenSource(stopProjections.Token, round.Token);
            readiness.Workers(up: true, "The workers run.");
            var projections = EndedAsync(readModels.RunAsync(session, projecting.Token));
            var pollings = EndedAsync(pollers.RunAsync(session, polling.Token));
            var applications = EndedAsync(filters.RunAsync(session, polling.Token));
            var writings = EndedAsync(tickets.RunAsync(session, polling.Token));
            await Task.WhenAny(projections, pollings, applications, writings);
            if (!stopping.IsCancellationRequested)
            {
                await round.CancelAsync();
            }

            await Task.WhenAll(pollings, applications, writings);
            if (stopping.IsCancellationRequested)
            {
                await stopProjections.CancelAsync();
            }

            await projections;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception lost)
        {
            log.LogWarning(lost, "The lease session could not be opened or ended with an error");
        }

        if (!stopping.IsCancellationRequested)
        {
            readiness.Workers(up: false, "The lease session was lost and is opened again.");
            await PauseAsync(stopping);
        }
    }

    private async Task KeepAsync(string name, Func<CancellationToken, Task> run, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await run(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                log.LogWarning(failed, "The {Worker} failed and is started again", name);
            }

            await PauseAsync(stopping);
        }
    }

    private async Task EndedAsync(Task worker)
    {
        try
        {
            await worker;
        }
        catch (OperationCanceledException)
        {
            log.LogDebug("A worker was told to stop");
        }
        catch (Exception failed)
        {
            log.LogError(failed, "A worker ended with an error");
        }
    }

    private Task PauseAsync(CancellationToken stopping) =>
        Task.Delay(Pause, options.Time, stopping).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
