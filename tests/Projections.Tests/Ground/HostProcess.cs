using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>The workers of one process of the product, with read models of its own: processes share the database alone.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly LeaseSession session;
    private readonly Task running;
    private bool ended;

    private HostProcess(LedgerDatabase database, LeaseSession session, ILoggerFactory loggers)
    {
        this.session = session;
        Models = new ReadModels(database, TimeProvider.System, loggers);
        running = Models.RunAsync(session, stop.Token);
    }

    public ReadModels Models { get; }

    public static async Task<HostProcess> StartAsync(LedgerDatabase database, ILoggerFactory? loggers = null) =>
        new(database, await database.OpenLeaseSessionAsync(), loggers ?? NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        if (!ended)
        {
            ended = true;
            await stop.CancelAsync();
            await running;
            await session.DisposeAsync();
        }
    }
}
