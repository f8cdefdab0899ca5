using System.Text.Json;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Verify;

/// <summary>Checks the log event by event, in its order. Pure: what it needs to remember is here, what it finds is returned.</summary>
public sealed class LogAudit
{
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, int> outcomes = [];
    private readonly Dictionary<string, long> ends = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> ids = [];
    private readonly HashSet<string> erased = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> missing = new(StringComparer.Ordinal);
    private DateTimeOffset lastTime = DateTimeOffset.MinValue;

    /// <summary>The last position that was seen.</summary>
    public long Position { get; private set; }

    /// <summary>How many events were seen.</summary>
    public long Events { get; private set; }

    /// <summary>Each stream with the version of its last event.</summary>
    public IReadOnlyDictionary<string, long> Streams => versions;

    /// <summary>Intents of write-backs that were seen.</summary>
    public long Intents { get; private set; }

    /// <summary>Of them, those that have no outcome.</summary>
    public long Waiting => outcomes.Values.Count(static count => count == 0);

    /// <summary>How many ended so: <c>written</c>, <c>alreadyInSync</c>, <c>superseded</c> or <c>failed</c>; 0 when only a part is checked.</summary>
    public long Ended(string how) => Partial ? 0 : ends.GetValueOrDefault(how);

    /// <summary>Starts behind a position; what lies before it is taken as right.</summary>
    public LogAudit(long after = 0) => Position = after;

    /// <summary>Whether only a part is checked, so that what a stream or an intent was before is not known.</summary>
    public bool Partial { get; init; }

    /// <summary>Whether the log has not grown since the last event that was seen, so that its other tables must say the same and no more.</summary>
    public bool IsAtHead { get; set; }

    /// <summary>The next event, with the documents of the vault that it refers to and that are there.</summary>
    public IEnumerable<Finding> Observe(StoredEvent stored, LedgerEvent? happened, IReadOnlyDictionary<string, VaultContent> vault)
    {
        var where = $"event {stored.Position} ({stored.Type}, {stored.Stream} version {stored.Version})";
        Events++;
        return [.. Order(stored, where), .. Version(stored, where), .. Content(stored, happened, where), .. Documents(stored, happened, vault, where), .. Intent(stored, happened, where)];
    }

    /// <summary>Reads an event; null when it cannot be read, which <see cref="Observe"/> reports.</summary>
    public static LedgerEvent? TryRead(StoredEvent stored)
    {
        try
        {
            return EventCodec.Decode(stored.Type, stored.Data.Span);
        }
        catch (Exception e) when (e is JsonException or UnknownEventException or FormatException)
        {
            // The finding names the event; the text of the parser would quote stored data.
            return null;
        }
    }

    /// <summary>The documents that an event commits to.</summary>
    public static IEnumerable<string> Commitments(LedgerEvent? happened) => References(happened).Select(r => r.Commitment);

    /// <summary>What can only be said at the end of the log.</summary>
    public IEnumerable<Finding> Finish() =>
        missing.Where(m => !erased.Contains(m.Key))
            .Select(m => new Finding(CheckName.Vault, $"event {m.Value}", $"the document {m.Key[..12]}… is not in the vault, and no erasure is recorded"))
            .Concat(Balance());

    private IEnumerable<Finding> Balance()
    {
        if (ends.Values.Sum() + Waiting is var accounted && !Partial && accounted != Intents)
        {
            yield return new(CheckName.Intents, "the write-backs", $"{Intents} intents were recorded, and {accounted} are accounted for");
        }
    }

    private IEnumerable<Finding> Order(StoredEvent stored, string where)
    {
        if (stored.Position != Position + 1)
        {
            yield return new(CheckName.Positions, $"position {Position + 1}", Position + 1 == stored.Position - 1
                ? "the event is missing"
                : $"events are missing up to position {stored.Position - 1}");
        }

        if (stored.Timestamp <= lastTime)
        {
            yield return new(CheckName.Timestamps, where, $"its time {stored.Timestamp:O} is not after that of the event before it, {lastTime:O}");
        }

        Position = stored.Position;
        lastTime = stored.Timestamp;
    }

    private IEnumerable<Finding> Version(StoredEvent stored, string where)
    {
        var known = versions.TryGetValue(stored.Stream, out var last);
        if (stored.Version != last + 1 && (known || !Partial))
        {
            yield return new(CheckName.Versions, where, $"version {last + 1} was expected");
        }

        versions[stored.Stream] = stored.Version;
    }

    private IEnumerable<Finding> Content(StoredEvent stored, LedgerEvent? happened, string where)
    {
        if (EventCodec.Digest(CanonicalJson.Canonicalize(stored.Data.Span)) != stored.Digest)
        {
            yield return new(CheckName.Digests, where, "its data was changed: the digest recorded with it is another");
        }

        if (!ids.Add(stored.Id))
        {
            yield return new(CheckName.Events, where, $"the id {stored.Id} stands twice in the log");
        }

        if (happened is null)
        {
            yield return new(CheckName.Events, where, $"it cannot be read as '{stored.Type}'");
        }
        else if (happened is AlertIngested && stored.Id != EventIds.AlertIngested(stored.Stream))
        {
            yield return new(CheckName.Events, where, "its id is not the one that its stream gives");
        }
    }

    private IEnumerable<Finding> Documents(StoredEvent stored, LedgerEvent? happened, IReadOnlyDictionary<string, VaultContent> vault, string where)
    {
        foreach (var reference in References(happened))
        {
            if (!vault.TryGetValue(reference.Commitment, out var document))
            {
                missing[reference.Commitment] = stored.Position;
            }
            else if (!document.Matches(reference.Commitment) || document.Bytes.Length != reference.Size)
            {
                yield return new(CheckName.Vault, where, $"the {document.Kind.ToString().ToLowerInvariant()} in the vault is not the one that was committed to ({reference.Commitment[..12]}…)");
            }
        }

        if (happened is PayloadErased gone)
        {
            erased.UnionWith(gone.Commitments);
        }
    }

    private IEnumerable<Finding> Intent(StoredEvent stored, LedgerEvent? happened, string where)
    {
        if (happened is TicketSyncRequested)
        {
            Intents++;
            outcomes[stored.Id] = 0;
        }

        var settled = happened switch { TicketStatusSynced e => e.Intent, TicketSyncFailed e => e.Intent, _ => (Guid?)null };
        if (settled is { } intent)
        {
            if (!outcomes.TryGetValue(intent, out var count) && !Partial)
            {
                yield return new(CheckName.Intents, where, $"it is the outcome of {intent}, which was never asked for");
            }

            outcomes[intent] = count + 1;
            var how = happened is TicketStatusSynced { Result: var result } ? JsonNamingPolicy.CamelCase.ConvertName(result.ToString()) : "failed";
            ends[how] = ends.GetValueOrDefault(how) + 1;
            if (count > 0)
            {
                yield return new(CheckName.Intents, where, $"the intent {intent} has an outcome already");
            }
        }
    }

    private static IEnumerable<Domain.Alerts.VaultReference> References(LedgerEvent? happened) => (happened switch
    {
        AlertIngested e => new[] { e.Payload, e.Entities },
        AlertRevised e => [e.Payload, e.Entities],
        AlertEvidenceKept e => [e.Document],
        _ => [],
    }).OfType<Domain.Alerts.VaultReference>();
}
