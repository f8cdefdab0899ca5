using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a page means: the events of its alerts, the documents for the vault, and the counts.</summary>
/// <param name="Streams">Events by stream, with the version that they were decided on.</param>
/// <param name="Vault">Documents that the events refer to.</param>
/// <param name="Counts">What the page brought.</param>
internal sealed record PageDecision(IReadOnlyList<StreamAppend> Streams, IReadOnlyList<VaultEntry> Vault, WindowCounts Counts)
{
    private const string StreamType = "alert";

    /// <summary>
    /// Decides record after record over the folded states, so that several versions of one alert in one page follow from each other.
    /// Nothing is filtered: what is excluded is recorded too.
    /// </summary>
    public static PageDecision Decide(
        ConnectorState connector,
        PollWindow window,
        IReadOnlyList<SourceRecord> records,
        IReadOnlyDictionary<string, AlertState> states,
        DateTimeOffset observedAt)
    {
        var open = new Dictionary<string, OpenStream>(StringComparer.Ordinal);
        var vault = new List<VaultEntry>();
        var counts = new Tally();
        foreach (var record in records)
        {
            var id = StreamOf(connector.Connector, record);
            if (!open.TryGetValue(id, out var stream))
            {
                open[id] = stream = new OpenStream(id, states.GetValueOrDefault(id));
            }

            stream.Observe(connector, Observed(connector, window, record, observedAt), record, vault, counts, observedAt);
        }

        return new PageDecision(
            [.. open.Values.Where(s => s.Events.Count > 0).Select(s => new StreamAppend(s.Id, StreamType, s.Expected, s.Events))],
            vault,
            counts.Sum(records.Count));
    }

    /// <summary>The stream of a record's alert.</summary>
    public static string StreamOf(string connector, SourceRecord record) => StreamId.Alert(connector, record.Kind, record.Mapped.SourceId);

    /// <summary>The records, those that would be recorded completed: what is known costs no further request.</summary>
    public static async Task<IReadOnlyList<SourceRecord>> CompleteAsync(
        ConnectorState connector,
        PollWindow window,
        IReadOnlyList<SourceRecord> records,
        IReadOnlyDictionary<string, AlertState> states,
        DateTimeOffset observedAt,
        CancellationToken cancellation)
    {
        SourceRecord[] completed = [.. records];
        var together = new List<int>();
        for (var i = 0; i < completed.Length; i++)
        {
            var (record, state) = (completed[i], states.GetValueOrDefault(StreamOf(connector.Connector, completed[i])));
            if ((record.Complete, record.CompleteTogether) is (null, null)
                || AlertDecider.Observe(state, Observed(connector, window, record, observedAt), connector.Settings, connector.Revision).Count == 0)
            {
                continue;
            }

            if (record.Complete is { } complete)
            {
                completed[i] = (await complete(state, cancellation).ConfigureAwait(false)) with { Complete = null };
            }

            if (completed[i].CompleteTogether is not null)
            {
                together.Add(i);
            }
        }

        foreach (var group in together.GroupBy(i => completed[i].CompleteTogether!).ToList())
        {
            var whole = await group.Key([.. group.Select(i => completed[i])], cancellation).ConfigureAwait(false);
            foreach (var (i, record) in group.Zip(whole))
            {
                completed[i] = record with { CompleteTogether = null };
            }
        }

        return completed;
    }

    private static Observation Observed(ConnectorState connector, PollWindow window, SourceRecord record, DateTimeOffset observedAt) => new()
    {
        Connector = connector.Connector,
        Kind = record.Kind,
        SourceId = record.Mapped.SourceId,
        Version = record.Mapped.Version,
        Facts = record.Mapped.Facts,
        Mapper = record.Mapper,
        Window = new SourceWindow(window.From, window.To),
        Origin = window.Origin,
        ObservedAt = observedAt,
        Warnings = record.Mapped.Warnings,
        Supplement = record.Supplement,
    };

    private sealed class Tally
    {
        public int New { get; set; }

        public int Revised { get; set; }

        public int Excluded { get; set; }

        public List<string> Warnings { get; } = [];

        public WindowCounts Sum(int received) => WindowCounts.None.Plus(new WindowCounts
        {
            Pages = 1,
            Received = received,
            New = New,
            Revised = Revised,
            Excluded = Excluded,
            Warnings = Warnings,
        });
    }

    private sealed class OpenStream(string id, AlertState? state)
    {
        private AlertState? state = state;

        public string Id { get; } = id;

        public long Expected { get; } = state?.StreamVersion ?? 0;

        public List<EventToAppend> Events { get; } = [];

        public void Observe(
            ConnectorState connector, Observation seen, SourceRecord record, List<VaultEntry> vault, Tally tally, DateTimeOffset at)
        {
            // Asked once without the bytes: sealing 20 MB that are known already would be wasted work.
            if (AlertDecider.Observe(state, seen, connector.Settings, connector.Revision).Count == 0)
            {
                return;
            }

            var kept = state is not { Erased: true };
            var payload = kept ? VaultEntry.Seal(VaultKind.Payload, record.Payload) : null;
            var entities = kept && record.Mapped.Entities.Items.Count > 0
                ? VaultEntry.Seal(VaultKind.Entities, JsonSerializer.SerializeToUtf8Bytes(record.Mapped.Entities, LedgerJson.Options))
                : null;
            vault.AddRange(new[] { payload, entities }.OfType<VaultEntry>());
            var sealedUp = seen with { Payload = Reference(payload), Entities = Reference(entities) };
            var decidedOn = state?.StreamVersion ?? 0;
            foreach (var e in AlertDecider.Observe(state, sealedUp, connector.Settings, connector.Revision))
            {
                Take(e, decidedOn, at);
                Count(tally, e);
            }

            foreach (var evidence in kept ? record.Evidence : [])
            {
                if (state?.Evidence?.ContainsKey(evidence.Name) == true)
                {
                    continue;
                }

                var document = VaultEntry.Seal(VaultKind.Payload, evidence.Bytes);
                vault.Add(document);
                Take(new AlertEvidenceKept { Evidence = evidence.Name, Document = Reference(document)!, ObservedAt = at }, decidedOn, at);
            }

            tally.Warnings.AddRange(record.Mapped.Warnings.Select(warning => $"{Short(record.Mapped.SourceId)}: {warning}"));
        }

        private void Take(AlertEvent e, long decidedOn, DateTimeOffset at)
        {
            var eventId = EventIds.Observed(Id, e, decidedOn);
            var encoded = EventCodec.Encode(e);
            Events.Add(new EventToAppend(eventId, encoded.Alias, encoded.Data));
            state = AlertState.Apply(state, e, eventId, checked((state?.StreamVersion ?? 0) + 1), at);
        }

        private static void Count(Tally tally, AlertEvent e)
        {
            switch (e)
            {
                case AlertIngested:
                    tally.New++;
                    break;
                case AlertRevised:
                    tally.Revised++;
                    break;
                case AlertExcluded:
                    tally.Excluded++;
                    break;
            }
        }

        private static VaultReference? Reference(VaultEntry? entry) => entry is null ? null : new VaultReference(entry.Commitment, entry.Bytes.Length);

        private static string Short(string id) => id.Length <= 80 ? id : $"{id[..80]}…";
    }
}
