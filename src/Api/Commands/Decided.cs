using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Commands;

/// <summary>What a command came to before anything is written. Closed.</summary>
public abstract record Decided
{
    private Decided()
    {
    }

    /// <summary>These events follow.</summary>
    /// <param name="Stream">The stream that they belong to.</param>
    /// <param name="StreamType">Its kind.</param>
    /// <param name="Version">The version that was decided on; null = any.</param>
    /// <param name="Happened">At least one.</param>
    public sealed record Events(string Stream, string StreamType, long? Version, IReadOnlyList<LedgerEvent> Happened) : Decided
    {
        /// <summary>Vault documents that go with it.</summary>
        public IReadOnlyList<string> Erase { get; init; } = [];

        /// <summary>Other streams that the decision rests on.</summary>
        public IReadOnlyList<VersionCheck> Checks { get; init; } = [];
    }

    /// <summary>It is so already.</summary>
    public sealed record Nothing : Decided;

    /// <summary>It may not be done.</summary>
    public sealed record Refused(Problem Problem) : Decided;
}

/// <summary>What a command came to. Closed.</summary>
public abstract record Ran
{
    private Ran()
    {
    }

    /// <summary>It stands in the log.</summary>
    /// <param name="Position">The position of its last event; the head when there was nothing to do.</param>
    /// <param name="Changed">False when it was so already.</param>
    /// <param name="Repeated">True when an earlier request with the same key had done it.</param>
    public sealed record Done(long Position, bool Changed, bool Repeated) : Ran;

    /// <summary>Nothing was written.</summary>
    public sealed record Refused(Problem Problem) : Ran;
}
