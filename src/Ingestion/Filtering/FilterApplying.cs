using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Applies one revision of a connector's settings to its history. What must change is folded from the log up to the event that configured the
/// revision; whatever is decided after it is decided by pollers under that revision already, since they check the connector's version. Each page
/// of decisions commits with the cursor, so that a process which dies goes on where it was, and deciding twice writes nothing twice.
/// </summary>
internal sealed class FilterApplying(LedgerDatabase database, ConnectorStreams streams, string tenant, string connector)
{
    private const int PageSize = 250;
    private const int Tries = 50;

    private static readonly string StreamsAt = Sql.Read("streams_at.sql");

    private readonly string name = FilterApplication.CursorOf(connector);

    /// <summary>Applies the revision in force until nothing is left to do, or another revision took its place.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await RevisionAsync(cancellation).ConfigureAwait(false) is not { } revision)
        {
            return;
        }

        var (cursor, done) = await LoadAsync(cancellation).ConfigureAwait(false);
        if (done is { Complete: true } && done.Revision >= revision.Number)
        {
            return;
        }

        var counts = new Dictionary<long, FilterProgress>();
        var history = await FilterHistory.ReadAsync(
            database,
            tenant,
            connector,
            revision.Settings,
            revision.Position,
            progress =>
            {
                counts[progress.Position] = progress;
                return ValueTask.CompletedTask;
            },
            revision.PreviewedAt,
            cancellation).ConfigureAwait(false);
        var state = done?.Revision == revision.Number ? done : new FilterApplication
        {
            Revision = revision.Number,
            ConfiguredAt = revision.Position,
            PreviewedAt = revision.PreviewedAt,
            Previewed = revision.PreviewedAt is { } p && counts.TryGetValue(p, out var then) ? FilterCounts.Of(then) : null,
            Planned = FilterCounts.Of(counts[revision.Position]),
        };
        var left = history.Alerts.Where(a => a.Effect != FilterEffect.None && a.Position > state.Through).Select(static a => a.Position).ToList();
        foreach (var page in left.Chunk(PageSize).DefaultIfEmpty([]))
        {
            var looked = state with { Through = page.LastOrDefault(state.Through), Looked = state.Looked + page.Length, Complete = page.LastOrDefault(-1) == left.LastOrDefault(-1) };
            if (await DecideAsync(revision, page, looked, cursor, cancellation).ConfigureAwait(false) is not { } committed)
            {
                return;
            }

            (state, cursor) = (committed, cursor + 1);
        }
    }

    /// <summary>How far the connector's revision has come, and which it is; null when nothing was applied yet.</summary>
    internal async Task<(long Cursor, FilterApplication? State)> LoadAsync(CancellationToken cancellation)
    {
        var row = await database.Cursors.ReadAsync(tenant, name, cancellation).ConfigureAwait(false);
        return row is null ? (0, null) : (row.Revision, FilterApplication.Read(row.State.Span));
    }

    // Null = another revision is in force by now, or another process applies this one.
    private async Task<FilterApplication?> DecideAsync(
        Configured revision, IReadOnlyList<long> positions, FilterApplication looked, long cursor, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await streams.FindAsync(tenant, connector, cancellation).ConfigureAwait(false) is not { } now || now.Revision != revision.Number)
            {
                return null;
            }

            var (events, counts) = await DecisionsAsync(revision, positions, looked.Applied, cancellation).ConfigureAwait(false);
            var next = looked with { Applied = counts };
            FailPoint.Reach("filters-before-append");
            var outcome = await database.Log.AppendAsync(
                new AppendRequest
                {
                    Tenant = tenant,
                    Mode = AppendMode.Page,
                    Streams = events,
                    Checks = [new VersionCheck(StreamId.Connector(connector), now.StreamVersion)],
                    Cursor = new CursorMove(name, cursor, next.Write()),
                },
                cancellation).ConfigureAwait(false);
            switch (outcome)
            {
                case AppendOutcome.Appended:
                    FailPoint.Reach("filters-after-append");
                    return next;
                case AppendOutcome.CursorConflict:
                    return null;
                case AppendOutcome.VersionConflict:
                    continue;
                default:
                    throw new InvalidOperationException($"Decisions cannot end in {outcome.GetType().Name}.");
            }
        }

        throw new InvalidOperationException($"The streams of a page of decisions changed {Tries} times between reading and appending.");
    }

    private async Task<(IReadOnlyList<StreamAppend> Streams, FilterCounts Counts)> DecisionsAsync(
        Configured revision, IReadOnlyList<long> positions, FilterCounts counts, CancellationToken cancellation)
    {
        var names = await StreamsAsync(positions, cancellation).ConfigureAwait(false);
        var read = names.Count == 0
            ? new Dictionary<string, IReadOnlyList<StoredEvent>>(StringComparer.Ordinal)
            : await database.Log.ReadStreamsAsync(tenant, names, cancellation).ConfigureAwait(false);
        var appends = new List<StreamAppend>();
        foreach (var stream in names)
        {
            var state = AlertState.Fold(read[stream].Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)));
            if (state is null || AlertDecider.Reevaluate(state, revision.Settings, revision.Number) is not [var decision])
            {
                continue;
            }

            counts = counts.Plus(EffectOf(state, decision));
            var encoded = EventCodec.Encode(decision);
            appends.Add(new StreamAppend(stream, "alert", state.StreamVersion, [new EventToAppend(EventIds.Observed(stream, decision, state.StreamVersion), encoded.Alias, encoded.Data)
            {
                CausationId = revision.Event.ToString("D"),
                UserName = revision.By,
            }]));
        }

        return (appends, counts);
    }

    private static FilterEffect EffectOf(AlertState state, AlertEvent decision) => (state.Decision, decision) switch
    {
        (Excluded, AlertExcluded) => FilterEffect.Restated,
        (_, AlertExcluded) => FilterEffect.Vanishes,
        _ => FilterEffect.Appears,
    };

    private async Task<IReadOnlyList<string>> StreamsAsync(IReadOnlyList<long> positions, CancellationToken cancellation)
    {
        var command = new NpgsqlBatchCommand(StreamsAt)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<long[]> { TypedValue = [.. positions] } },
        };
        return await database.QueryAsync<IReadOnlyList<string>>(tenant, command, prepared: false, static async (reader, stop) =>
        {
            var found = new List<string>();
            while (await reader.ReadAsync(stop).ConfigureAwait(false))
            {
                found.Add(reader.GetString(0));
            }

            return found;
        }, cancellation).ConfigureAwait(false);
    }

    private async Task<Configured?> RevisionAsync(CancellationToken cancellation)
    {
        var filter = new LogFilter(["connector_configured"], StreamId.Connector(connector));
        var all = await database.Log.ReadLogAsync(tenant, 0, int.MaxValue, filter, cancellation).ConfigureAwait(false);
        return all.Count == 0 || EventCodec.Decode(all[^1].Type, all[^1].Data.Span) is not ConnectorConfigured last
            ? null
            : new Configured(all[^1].Id, all[^1].Position, last.Revision, last.Settings, last.PreviewedAt, last.By.Name);
    }

    private sealed record Configured(Guid Event, long Position, int Number, ConnectorSettings Settings, long? PreviewedAt, string By);
}
