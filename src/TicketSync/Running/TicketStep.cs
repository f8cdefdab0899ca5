namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// The steps of a write-back at which a crash test may end the process: before and after everything that reads, writes or is remembered. See
/// <see cref="EventStore.FailPoint"/>.
/// </summary>
public static class TicketStep
{
    internal const string BeforeLoad = "ticket-before-load";
    internal const string AfterLoad = "ticket-after-load";
    internal const string AfterBatch = "ticket-after-batch";
    internal const string BeforeStreams = "ticket-before-streams";
    internal const string BeforeIntent = "ticket-before-intent";
    internal const string AfterIntent = "ticket-after-intent";
    internal const string AfterLane = "ticket-after-lane";
    internal const string BeforeCheckpoint = "ticket-before-checkpoint";
    internal const string InCheckpoint = "ticket-in-checkpoint";
    internal const string AfterCheckpoint = "ticket-after-checkpoint";
    internal const string BeforeConnection = "ticket-before-connection";
    internal const string AfterConnection = "ticket-after-connection";
    internal const string BeforeRead = "ticket-before-read";
    internal const string AfterRead = "ticket-after-read";
    internal const string BeforeHistory = "ticket-before-history";
    internal const string AfterHistory = "ticket-after-history";
    internal const string AfterDecision = "ticket-after-decision";
    internal const string AfterMerge = "ticket-after-merge";
    internal const string BeforePut = "ticket-before-put";
    internal const string AfterPut = "ticket-after-put";
    internal const string AfterConflict = "ticket-after-conflict";
    internal const string InDoubt = "ticket-in-doubt";
    internal const string BeforeReadBack = "ticket-before-readback";
    internal const string AfterReadBack = "ticket-after-readback";
    internal const string BeforeComment = "ticket-before-comment";
    internal const string AfterComment = "ticket-after-comment";
    internal const string BeforeAdoption = "ticket-before-adoption";
    internal const string BeforeOutcome = "ticket-before-outcome";
    internal const string AfterOutcome = "ticket-after-outcome";
    internal const string BeforeWait = "ticket-before-wait";
    internal const string BeforeSweep = "ticket-before-sweep";
    internal const string BeforeSweepIntent = "ticket-before-sweep-intent";
    internal const string AfterSweepIntent = "ticket-after-sweep-intent";

    /// <summary>All of them, in the order in which a write-back passes them; those of the sweep are the last.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        BeforeLoad, AfterLoad, AfterBatch, BeforeStreams, BeforeIntent, AfterIntent, AfterLane, BeforeCheckpoint, InCheckpoint, AfterCheckpoint,
        BeforeConnection, AfterConnection, BeforeRead, AfterRead, BeforeHistory, AfterHistory, AfterDecision, AfterMerge, BeforePut, AfterPut,
        AfterConflict, InDoubt, BeforeReadBack, AfterReadBack, BeforeComment, AfterComment, BeforeAdoption, BeforeOutcome, AfterOutcome, BeforeWait,
        BeforeSweep, BeforeSweepIntent, AfterSweepIntent,
    ];
}
