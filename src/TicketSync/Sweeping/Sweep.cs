using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// Compares both sides by their states, now and then: what a missed row, a restart or an outage left apart becomes an intent like any other. Every
/// pair that is open is read; of closed ones those that the source says were modified since.
/// </summary>
internal sealed class Sweep(
    TicketLog log, TicketBook book, ConnectorBook connectors, TicketDesk desk, IntentRecorder recorder, TicketLanes lanes, TicketSyncOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan First = TimeSpan.FromDays(1);
    private DateTimeOffset? last;

    /// <summary>Sweeps until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(options.SweepEvery, time, cancellation).ConfigureAwait(false);
            try
            {
                await OnceAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The next sweep compares everything again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogWarning(e, "The sweep of tickets did not end; the next one compares again");
            }
        }
    }

    /// <summary>One sweep over every connector that writes back.</summary>
    /// <returns>How many pairs were apart.</returns>
    public async Task<int> OnceAsync(CancellationToken cancellation)
    {
        var (began, from) = (time.GetUtcNow(), (last ?? time.GetUtcNow() - First) - Overlap);
        var apart = 0;
        FailPoint.Reach(TicketStep.BeforeSweep);
        foreach (var connector in connectors.WritingBack())
        {
            apart += await OfAsync(connector, from, cancellation).ConfigureAwait(false);
        }

        last = began;
        return apart;
    }

    private async Task<int> OfAsync(ConnectorState connector, DateTimeOffset from, CancellationToken cancellation)
    {
        var pairs = book.Settled(connector.Connector);
        var modified = await ModifiedAsync(pairs, from, cancellation).ConfigureAwait(false);
        var apart = 0;
        foreach (var ticket in pairs.Select(static p => p.Ticket))
        {
            // Reading thousands takes a while: a pair is compared as it is when its turn comes.
            if (book.Pair(ticket) is { IsSettled: true } pair
                && await CompareAsync(pair, modified, (SentinelSettings)connector.Settings, cancellation).ConfigureAwait(false) is { } request
                && await recorder.RecordAsync(pair, request.Version, request.Intent, cancellation).ConfigureAwait(false) is { } intent)
            {
                lanes.Add(intent);
                apart++;
            }
        }

        return apart;
    }

    /// <summary>The intent that brings a pair together again, and the version of the investigation that it wishes for; null when it needs none.</summary>
    private async Task<(NewIntent Intent, long Version)?> CompareAsync(
        PairState pair, HashSet<TicketKey> modified, SentinelSettings settings, CancellationToken cancellation)
    {
        var target = book.Resolve(pair.Ticket);
        var history = await log.HistoryAsync(pair.Stream, null, cancellation).ConfigureAwait(false);
        var closed = history.Now.Status == InvestigationStatus.Closed && pair.Agreed!.Status == TicketRules.Closed;
        if ((closed && !modified.Contains(TicketKey.Of(target)))
            || (await desk.OpenAsync(target, cancellation).ConfigureAwait(false)).Way is not { } way
            || await way.ReadAsync(cancellation).ConfigureAwait(false) is not IncidentReading.Found found
            || !IsApart(pair, found, history, TicketMapping.Of(settings.TicketSync)))
        {
            return null;
        }

        var cause = EventIds.Outcome(pair.LastIntent!.Value);
        var request = new TicketSyncRequested
        {
            Ticket = pair.Ticket,
            Cause = TicketSyncCause.Sweep,
            Wanted = TicketMapping.Of(settings.TicketSync).FieldsOf(history.Now, history.LastBySource ? null : history.Reason),
            Known = pair.Agreed,
            KnownModifiedAt = found.ModifiedAt,
            Application = book.Application(pair.Ticket.Connector),
        };
        return (new NewIntent(EventIds.TicketSyncRequested(cause, pair.Ticket), pair.Stream, cause, request), history.Version);
    }

    /// <summary>The other side changed since both agreed; or ours took over the state of another ticket of the group.</summary>
    private static bool IsApart(PairState pair, IncidentReading.Found found, InvestigationHistory history, TicketMapping mapping) =>
        !TicketRules.Same(found.Fields, pair.Agreed!)
        || (history.LastBySource && mapping.StandingOf(pair.Agreed!, history.Now) != history.Now);

    private async Task<HashSet<TicketKey>> ModifiedAsync(IReadOnlyList<PairState> pairs, DateTimeOffset from, CancellationToken cancellation)
    {
        var modified = new HashSet<TicketKey>();
        foreach (var one in pairs.Select(p => book.Resolve(p.Ticket)).DistinctBy(t => t.Workspace.ToUpperInvariant()))
        {
            if ((await desk.OpenAsync(one, cancellation).ConfigureAwait(false)).Way is { } way)
            {
                var names = await way.ModifiedAsync(from, cancellation).ConfigureAwait(false);
                modified.UnionWith(names.Select(name => TicketKey.Of(one with { Incident = name })));
            }
        }

        return modified;
    }
}
