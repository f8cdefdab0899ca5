namespace Dropzone.Ledger.Ingestion;

/// <summary>What asking a connector's sources at once came to.</summary>
public abstract record PollOutcome
{
    private PollOutcome()
    {
    }

    /// <summary>Every resource was asked.</summary>
    public sealed record Polled(IReadOnlyList<ResourceOutcome> Resources) : PollOutcome;

    /// <summary>Another process of the cluster polls the connector; it was woken.</summary>
    public sealed record BusyElsewhere : PollOutcome;

    /// <summary>There is no such connector, or it is removed or disabled.</summary>
    public sealed record NotPolled(string Code, string Message) : PollOutcome;
}

/// <summary>What one resource's poll came to.</summary>
/// <param name="Resource">The resource.</param>
public sealed record ResourceOutcome(string Resource)
{
    /// <summary>Windows read whole.</summary>
    public int Windows { get; init; }

    /// <summary>What they brought.</summary>
    public WindowCounts Counts { get; init; } = WindowCounts.None;

    /// <summary>The failure that ended the poll.</summary>
    public PollFailure? Failure { get; init; }
}
