using System.Runtime.InteropServices;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Ingestion;

/// <summary>How far a reading of the history has come, and what it found up to there.</summary>
/// <param name="Position">The last event read.</param>
/// <param name="Until">The last one that will be.</param>
/// <param name="Alerts">Alerts met.</param>
/// <param name="Appear">Of them, those that would appear.</param>
/// <param name="Vanish">Of them, those that would vanish.</param>
/// <param name="Restated">Of them, those that stay excluded by another rule or on another value.</param>
public sealed record FilterProgress(long Position, long Until, long Alerts, long Appear, long Vanish, long Restated);

/// <summary>
/// Every alert of a connector with the decision that stands and the one that given settings ask for, folded from the log up to a position. Reads
/// in one pass, in log order, and writes nothing.
/// </summary>
internal sealed class FilterHistory
{
    private const int ReportEvery = 2_000;

    private static readonly string Statement = Sql.Read("history.sql");
    private static readonly string[] Types =
    [
        "alert_ingested", "alert_revised", "alert_excluded", "alert_admitted", "investigation_status_changed",
        "ticket_sync_requested", "ticket_status_synced", "ticket_sync_failed",
    ];

    private readonly Dictionary<Guid, FilterFold> alerts = [];
    private readonly Dictionary<FilterEffect, long> effects = new() { [FilterEffect.Appears] = 0, [FilterEffect.Vanishes] = 0, [FilterEffect.Restated] = 0 };

    private FilterHistory()
    {
    }

    /// <summary>Every alert, in the order of first sight.</summary>
    public IReadOnlyCollection<FilterFold> Alerts => alerts.Values;

    /// <summary>Folds the connector's alerts over the events up to a position.</summary>
    /// <param name="database">The ledger.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="connector">The connector.</param>
    /// <param name="settings">The settings asked about.</param>
    /// <param name="until">The last position.</param>
    /// <param name="report">Called every few thousand events, at <paramref name="milestone"/> and at the end; it may wait, and the reading with it.</param>
    /// <param name="milestone">A position whose numbers are wanted exactly.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<FilterHistory> ReadAsync(
        LedgerDatabase database,
        string tenant,
        string connector,
        ConnectorSettings settings,
        long until,
        Func<FilterProgress, ValueTask> report,
        long? milestone,
        CancellationToken cancellation)
    {
        var history = new FilterHistory();
        var from = 0L;
        foreach (var to in new[] { milestone, until }.OfType<long>().Where(p => p > 0 && p <= until).Distinct().Order())
        {
            var command = Command(tenant, connector, settings, from, to);
            await database.QueryAsync(tenant, command, prepared: false, async (reader, stop) =>
            {
                await history.FoldAsync(reader, settings, until, report, stop).ConfigureAwait(false);
                return true;
            }, cancellation).ConfigureAwait(false);
            await report(history.Progress(to, until)).ConfigureAwait(false);
            from = to;
        }

        return history;
    }

    /// <summary>The statement that reads what the settings look at: the bare reading that a preview is measured against.</summary>
    internal static NpgsqlBatchCommand Command(string tenant, string connector, ConnectorSettings settings, long after, long until) => new(Statement)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = tenant },
            new NpgsqlParameter<long> { TypedValue = after },
            new NpgsqlParameter<long> { TypedValue = until },
            new NpgsqlParameter<string> { TypedValue = StreamId.Alert(connector, "", "")[..^1] },
            new NpgsqlParameter<string[]> { TypedValue = Types },
            new NpgsqlParameter<bool> { TypedValue = !Filters.LooksAtFewFacts(settings) },
        },
    };

    private async Task FoldAsync(
        NpgsqlDataReader reader, ConnectorSettings settings, long until, Func<FilterProgress, ValueTask> report, CancellationToken cancellation)
    {
        for (var read = 1; await reader.ReadAsync(cancellation).ConfigureAwait(false); read++)
        {
            var row = new HistoryRow(reader);
            Fold(row, settings);
            if (read % ReportEvery == 0)
            {
                await report(Progress(row.Position, until)).ConfigureAwait(false);

                // Rows that have come already are read without a look at the token.
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private void Fold(HistoryRow row, ConnectorSettings settings)
    {
        var type = row.Type;
        if (type == "alert_ingested")
        {
            var first = new FilterFold(row.Id, StreamId.ParseAlert(row.Stream)?.Kind ?? "", row.Position, DateOnly.FromDateTime(row.Timestamp.UtcDateTime));
            alerts.Add(row.Id, first);
            first.Version(row.Version, row.Facts, null, settings);
            Count(first.Effect, 1);
            return;
        }

        if (!alerts.TryGetValue(EventIds.AlertIngested(row.Stream), out var alert))
        {
            return;
        }

        Count(alert.Effect, -1);
        Apply(alert, type, row, settings);
        Count(alert.Effect, 1);
    }

    private static void Apply(FilterFold alert, string type, HistoryRow row, ConnectorSettings settings)
    {
        switch (type)
        {
            case "alert_revised":
                alert.Version(row.Version, row.Facts, row.Cause, settings);
                break;
            case "alert_excluded":
                alert.Decided(row.Exclusion);
                break;
            case "alert_admitted":
                alert.Decided(null);
                break;
            case "investigation_status_changed":
                alert.Investigated(row.To, row.Conclusion);
                break;
            default:
                alert.Ticket(wished: type == "ticket_sync_requested");
                break;
        }
    }

    private void Count(FilterEffect effect, int by) => CollectionsMarshal.GetValueRefOrAddDefault(effects, effect, out _) += by;

    private FilterProgress Progress(long position, long until) => new(
        position, until, alerts.Count, effects[FilterEffect.Appears], effects[FilterEffect.Vanishes], effects[FilterEffect.Restated]);
}
