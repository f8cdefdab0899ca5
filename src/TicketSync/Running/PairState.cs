using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Text;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>What the record says of one ticket: the state that both sides last agreed on, and what was wished for since.</summary>
internal sealed record PairState
{
    /// <summary>How the ticket was called last.</summary>
    public required TicketReference Ticket { get; init; }

    /// <summary>The stream of the last intent.</summary>
    public required string Stream { get; init; }

    /// <summary>How many intents wait for their outcome.</summary>
    public int Open { get; init; }

    /// <summary>The position of the newest intent: an older one, whenever it is met, has been overtaken.</summary>
    public long Newest { get; init; }

    /// <summary>The last intent that ended.</summary>
    public Guid? LastIntent { get; init; }

    /// <summary>Whether it failed.</summary>
    public bool Failed { get; init; }

    /// <summary>What the ticket had when an intent ended well last.</summary>
    public TicketFields? Agreed { get; init; }

    /// <summary>The position of that outcome.</summary>
    public long AgreedPosition { get; init; }

    /// <summary>When the ticket said then that it was modified.</summary>
    public string? AgreedModifiedAt { get; init; }

    /// <summary>The intents behind the last one that ended well: they may have been written although no outcome says so.</summary>
    public IReadOnlyList<OpenIntent> Since { get; init; } = [];

    /// <summary>Sweeps in a row that had to write.</summary>
    public int SweepWrites { get; init; }

    /// <summary>Whether both sides agreed once, the last intent did not fail, and none waits.</summary>
    public bool IsSettled => this is { Failed: false, Agreed: not null, Open: 0 };

    public PairState Requested(OpenIntent intent) => this with
    {
        Stream = intent.Position > Newest ? intent.Stream : Stream,
        Newest = Math.Max(Newest, intent.Position),
        Open = Open + 1,
        Since = [.. Since, intent],
        SweepWrites = intent.Request.Cause == TicketSyncCause.Sweep ? SweepWrites : 0,
    };

    /// <summary>An intent ended well. Later ones stay: they may be written before this outcome is known.</summary>
    public PairState Synced(OpenIntent ended, TicketStatusSynced outcome, long position) => outcome.After is { } after
        ? this with
        {
            LastIntent = ended.Id,
            Failed = false,
            Agreed = after,
            AgreedPosition = position,
            AgreedModifiedAt = outcome.ModifiedAt,
            Since = [.. Since.Where(i => i.Position > ended.Position)],
            SweepWrites = ended.Request.Cause == TicketSyncCause.Sweep && outcome.Result == TicketSyncResult.Written ? SweepWrites + 1 : SweepWrites,
        }
        : this with { LastIntent = ended.Id, Failed = false };

    /// <summary>
    /// The states of the ticket that are no surprise to an intent. What was agreed on counts beside what the intent knew: an outcome may have
    /// been recorded while the intent was being made.
    /// </summary>
    public IReadOnlyList<TicketFields> ExpectedBy(OpenIntent intent)
    {
        var known = AgreedPosition > intent.Position ? null : intent.Request.Known;
        return known is null && Agreed is null
            ? []
            : [.. new[] { known, Agreed }.OfType<TicketFields>(), .. Since.Where(i => i.Id != intent.Id).Select(i => i.Request.Wanted)];
    }

    /// <summary>The newest that the ledger knows, and of when: what was agreed on, or facts that the source wrote later.</summary>
    public static (TicketFields? Fields, string? ModifiedAt) NewestKnown(PairState? pair, TicketFields? facts, string? factsModifiedAt)
    {
        if (pair?.Agreed is not { } agreed)
        {
            return (facts, factsModifiedAt);
        }

        return facts is not null && SourceTime.TryParse(factsModifiedAt, out var seen)
            && (!SourceTime.TryParse(pair.AgreedModifiedAt, out var written) || seen > written)
            ? (facts, factsModifiedAt)
            : (agreed, pair.AgreedModifiedAt);
    }
}
