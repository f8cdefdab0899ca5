namespace Dropzone.Ledger.Domain.Investigations;

/// <summary>Where the work on an alert stands. Until somebody acts, <see cref="Queued"/> is a default and not an event.</summary>
public enum InvestigationStatus
{
    /// <summary>Nobody has begun.</summary>
    Queued,

    /// <summary>Somebody works on it.</summary>
    InProgress,

    /// <summary>Done, and waiting for a second pair of eyes.</summary>
    AwaitingReview,

    /// <summary>Done, with a <see cref="Conclusion"/>.</summary>
    Closed,
}

/// <summary>What an investigation came to.</summary>
public enum Conclusion
{
    /// <summary>An attack.</summary>
    Malicious,

    /// <summary>Probably an attack.</summary>
    Suspicious,

    /// <summary>Harmless.</summary>
    Benign,

    /// <summary>It could not be told.</summary>
    Undetermined,
}
