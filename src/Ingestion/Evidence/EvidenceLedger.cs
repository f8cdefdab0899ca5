using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Writes what looking for evidence came to, and how far it went, together. An outcome is decided on the version of the alert's stream: of an alert that
/// was erased meanwhile nothing is kept.
/// </summary>
internal sealed class EvidenceLedger(LedgerDatabase database, string tenant, string connector, TimeProvider time)
{
    private const int Tries = 50;
    private readonly string name = EvidenceCursor.NameOf(connector);
    private long revision;

    /// <summary>As it stands in the row, but for positions that only skip what has no mails.</summary>
    public EvidenceCursor Cursor { get; set; } = new();

    /// <summary>Whether another process moved the cursor: this one no longer polls the connector.</summary>
    public bool Lost { get; private set; }

    /// <summary>
    /// Reads the row. Evidence begins with what is recorded from the moment at which it is wanted; that moment is written before the first poll, so that a
    /// kill between a poll and its evidence loses nothing.
    /// </summary>
    public async Task LoadAsync(bool wanted, CancellationToken cancellation)
    {
        var row = await database.Cursors.ReadAsync(tenant, name, cancellation).ConfigureAwait(false);
        (revision, Cursor, Lost) = row is null ? (0, new EvidenceCursor { Off = true }, false) : (row.Revision, EvidenceCursor.FromJson(row.State.Span), false);
        if (wanted && Cursor.Off)
        {
            var head = (await database.Log.HeadAsync(tenant, cancellation).ConfigureAwait(false)).Position;
            await SaveAsync(new EvidenceCursor { Live = head, Past = head }, cancellation).ConfigureAwait(false);
        }
        else if (!wanted && !Cursor.Off)
        {
            await SaveAsync(new EvidenceCursor { Off = true }, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the cursor alone.</summary>
    public Task SaveAsync(EvidenceCursor cursor, CancellationToken cancellation) => AppendAsync([], [], cursor, cancellation);

    /// <summary>The alert as the log has it; null when there is none.</summary>
    public async Task<AlertState?> StateAsync(string stream, CancellationToken cancellation) => AlertState.Fold(
        (await database.Log.ReadStreamAsync(tenant, stream, cancellationToken: cancellation).ConfigureAwait(false))
            .Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)));

    /// <summary>Records the outcome for one mail, and moves the cursor where one is given.</summary>
    public async Task RecordAsync(string stream, WantedMail mail, EvidenceAnswer answer, EvidenceCursor? cursor, CancellationToken cancellation)
    {
        var documents = (answer as EvidenceAnswer.Found)?.Documents.Select(one => (one.Name, Entry: VaultEntry.Seal(VaultKind.Payload, one.Bytes))).ToList() ?? [];
        for (var i = 0; i < Tries; i++)
        {
            var state = await StateAsync(stream, cancellation).ConfigureAwait(false);
            IReadOnlyList<AlertEvent> events = state is null or { Erased: true } ? [] : answer switch
            {
                EvidenceAnswer.Found found => [.. documents.Where(one => state.Evidence?.ContainsKey(one.Name) != true).Select(one => Kept(one.Name, one.Entry, found.Without))],
                EvidenceAnswer.Missed missed => [new AlertEvidenceMissed { Evidence = mail.Name, Code = missed.Code, Reason = missed.Reason, ObservedAt = time.GetUtcNow() }],
                _ => throw new ArgumentException("Nothing has come of it yet.", nameof(answer)),
            };
            var appends = events.Count == 0 ? Array.Empty<StreamAppend>() : [new StreamAppend(stream, "alert", state!.StreamVersion, [.. events.Select(e => Encode(stream, e))])];
            var kept = documents.Where(one => events.OfType<AlertEvidenceKept>().Any(e => e.Evidence == one.Name)).Select(one => one.Entry).ToList();
            if (await AppendAsync(appends, kept, cursor, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The stream of an alert changed {Tries} times between reading and appending.");
    }

    private static EventToAppend Encode(string stream, AlertEvent e)
    {
        var encoded = EventCodec.Encode(e);
        return new EventToAppend(EventIds.Observed(stream, e, 0), encoded.Alias, encoded.Data);
    }

    private AlertEvidenceKept Kept(string evidence, VaultEntry entry, string? without) => new()
    {
        Evidence = evidence, Document = new VaultReference(entry.Commitment, entry.Bytes.Length), Without = without, ObservedAt = time.GetUtcNow(),
    };

    /// <summary>False when the alert changed meanwhile.</summary>
    private async Task<bool> AppendAsync(
        StreamAppend[] streams, IReadOnlyList<VaultEntry> vault, EvidenceCursor? cursor, CancellationToken cancellation)
    {
        if (Lost || (streams.Length == 0 && cursor is null))
        {
            return true;
        }

        FailPoint.Reach("evidence-before-append");
        var outcome = await database.Log.AppendAsync(
            new AppendRequest
            {
                Tenant = tenant,
                Mode = AppendMode.Page,
                Streams = streams,
                Vault = vault,
                Cursor = cursor is null ? null : new CursorMove(name, revision, cursor.ToJson()),
            },
            cancellation).ConfigureAwait(false);
        FailPoint.Reach("evidence-after-append");
        switch (outcome)
        {
            case AppendOutcome.Appended:
                (revision, Cursor) = cursor is null ? (revision, Cursor) : (checked(revision + 1), cursor);
                return true;
            case AppendOutcome.VersionConflict:
                return false;
            case AppendOutcome.CursorConflict:
                Lost = true;
                return true;
            default:
                throw new InvalidOperationException($"The log answered evidence with {outcome.GetType().Name}.");
        }
    }
}
