using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion.Tests.Setup;

/// <summary>Pollers that run, until it is disposed of: a clean stop.</summary>
public sealed class PollersRun : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly LeaseSession session;
    private readonly Task run;

    private PollersRun(Pollers pollers, LeaseSession session)
    {
        (Pollers, this.session) = (pollers, session);
        run = pollers.RunAsync(session, stop.Token);
    }

    public Pollers Pollers { get; }

    public static async Task<PollersRun> StartAsync(PollingWorld world, Pollers pollers) =>
        new(pollers, await world.Database.OpenLeaseSessionAsync());

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run;
        await session.DisposeAsync();
        stop.Dispose();
    }
}
