using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>Sends the past, when a person asks for it: turning the option on by itself never does.</summary>
public sealed class CatchUp(LedgerDatabase database)
{
    private const int AtOnce = 500;
    private const string Changed = "investigation_status_changed";

    /// <summary>
    /// Records an intent for each investigation whose last change was not written back, since the option was off. Asked again, it records nothing
    /// anew: the id of an intent is made of the change and the ticket.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="connector">The connector; its option must be on.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellation">Stops; what was recorded stays.</param>
    /// <returns>How many intents were recorded.</returns>
    public async Task<int> RunAsync(string tenant, string connector, SentinelSettings settings, CancellationToken cancellation)
    {
        var log = new TicketLog(database, tenant);
        var last = new Dictionary<string, (StoredEvent Stored, InvestigationStatusChanged Change)>(StringComparer.Ordinal);
        await foreach (var (stored, happened) in log.AllAsync([Changed], long.MaxValue, cancellation).ConfigureAwait(false))
        {
            last[stored.Stream] = (stored, (InvestigationStatusChanged)happened);
        }

        var causes = last.Values.OrderBy(l => l.Stored.Position).Where(l => l.Change.By.Kind != ActorKind.Source)
            .SelectMany(l => l.Change.Tickets.Distinct().Where(t => t.Connector == connector)
                .Select(t => new IntentMaker.Cause(l.Stored, l.Change, t, settings, TicketSyncCause.OptionOn)));
        var book = new TicketBook();
        await foreach (var (stored, happened) in log.AllAsync(TicketBook.Types, long.MaxValue, cancellation).ConfigureAwait(false))
        {
            book.Apply(stored, happened);
        }

        var recorded = 0;
        foreach (var part in causes.Chunk(AtOnce))
        {
            recorded += await RecordAsync(log, book, part, cancellation).ConfigureAwait(false);
        }

        return recorded;
    }

    /// <summary>Only what is still the last change: a person may go on working, and that change has an intent of its own.</summary>
    private static async Task<int> RecordAsync(TicketLog log, TicketBook book, IReadOnlyList<IntentMaker.Cause> causes, CancellationToken cancellation)
    {
        while (true)
        {
            var streams = await log.StreamsAsync([.. causes.Select(static c => c.Stored.Stream).Distinct(StringComparer.Ordinal)], cancellation).ConfigureAwait(false);
            var last = causes.Where(c => streams[c.Stored.Stream].Last(static e => e.Type == Changed).Id == c.Stored.Id).ToList();
            if (last.Count == 0)
            {
                return 0;
            }

            var versions = streams.ToDictionary(static s => s.Key, static s => s.Value[^1].Version, StringComparer.Ordinal);
            var maker = new IntentMaker(log, book, new IncidentFacts(), new ApplicationNames(book, null, TimeProvider.System, cancellation));
            var intents = await maker.MakeAsync(last, cancellation).ConfigureAwait(false);
            switch (await log.AppendIntentsAsync(intents, versions, cancellation).ConfigureAwait(false))
            {
                case AppendOutcome.Appended done:
                    return done.Written;
                case AppendOutcome.VersionConflict:
                    continue;
                case var refused:
                    throw new InvalidOperationException($"The intents could not be recorded: {refused.GetType().Name}.");
            }
        }
    }
}
