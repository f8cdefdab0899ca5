using System.Collections.Immutable;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// A connector as its poller last saw it: the version that each append is decided on. Used by one poller, whose resources may be polled side by side.
/// </summary>
internal sealed class ConnectorView(LedgerDatabase database, string tenant, ConnectorState state)
{
    private readonly Lock gate = new();
    private Task refreshing = Task.CompletedTask;
    private ImmutableList<CoverageGapAccepted> accepted = [];
    private ImmutableList<OpenBackfill> backfills = [];
    private bool readAccepted;
    private bool readBackfills;

    public string Tenant => tenant;

    public string Stream { get; } = StreamId.Connector(state.Connector);

    public ConnectorState State { get; private set; } = state;

    /// <summary>Grows with each event about a secret: the same field may be stored anew within one revision.</summary>
    public int SecretChanges { get; private set; }

    /// <summary>Gaps that a person accepted since the view was made.</summary>
    public IReadOnlyList<CoverageGapAccepted> Accepted => accepted;

    /// <summary>Backfills that were asked for and have not ended, oldest first; see <see cref="ReadBackfillsAsync"/>.</summary>
    public IReadOnlyList<OpenBackfill> Backfills => backfills;

    /// <summary>Reads what was appended since.</summary>
    public Task RefreshAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return refreshing = ReadOnAsync(refreshing, cancellation);
        }
    }

    /// <summary>Reads, once, which gaps were accepted before the view was made.</summary>
    public async Task ReadAcceptedAsync(CancellationToken cancellation)
    {
        if (readAccepted)
        {
            return;
        }

        var events = await database.Log
            .ReadLogAsync(tenant, 0, int.MaxValue, new LogFilter([ConnectorStreams.GapAccepted], Stream), cancellation)
            .ConfigureAwait(false);
        accepted = accepted.AddRange(events.Select(e => EventCodec.Decode(e.Type, e.Data.Span)).OfType<CoverageGapAccepted>());
        readAccepted = true;
    }

    /// <summary>Reads, once, which backfills are open.</summary>
    public async Task ReadBackfillsAsync(CancellationToken cancellation)
    {
        if (readBackfills)
        {
            return;
        }

        var events = await database.Log
            .ReadLogAsync(tenant, 0, int.MaxValue, new LogFilter(ConnectorStreams.BackfillEvents, Stream), cancellation)
            .ConfigureAwait(false);
        backfills = [];
        foreach (var stored in events)
        {
            FoldBackfill(stored.Id, EventCodec.Decode(stored.Type, stored.Data.Span));
        }

        readBackfills = true;
    }

    /// <summary>One after the other, whoever asks: what one reads, the next need not.</summary>
    private async Task ReadOnAsync(Task before, CancellationToken cancellation)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var events = await database.Log
            .ReadStreamAsync(tenant, Stream, State.StreamVersion + 1, int.MaxValue, cancellation)
            .ConfigureAwait(false);
        foreach (var stored in events)
        {
            var e = EventCodec.Decode(stored.Type, stored.Data.Span);
            State = ConnectorState.Apply(State, e, stored.Version, stored.Timestamp)!;
            SecretChanges += e is SecretRotated ? 1 : 0;
            if (e is CoverageGapAccepted gap)
            {
                accepted = accepted.Add(gap);
            }

            FoldBackfill(stored.Id, e);
        }
    }

    private void FoldBackfill(Guid id, LedgerEvent e)
    {
        switch (e)
        {
            case BackfillRequested asked when backfills.TrueForAll(open => open.Request != id):
                backfills = backfills.Add(new OpenBackfill(id, asked.Window, asked.Resource));
                break;
            case BackfillCompleted done:
                backfills = backfills.RemoveAll(open => open.Request == done.Request);
                break;
            case BackfillCancelled gone:
                backfills = backfills.RemoveAll(open => open.Request == gone.Request);
                break;
        }
    }
}
