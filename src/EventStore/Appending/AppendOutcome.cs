namespace Dropzone.Ledger.EventStore;

/// <summary>What became of an append. Everything but <see cref="Appended"/> wrote nothing.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>Committed.</summary>
    /// <param name="FirstPosition">Position of the first event written; 0 when none was.</param>
    /// <param name="LastPosition">Position of the last event written; the head seen when none was.</param>
    /// <param name="Written">Events written; 0 when all were known or only the cursor moved.</param>
    /// <param name="AlreadyKnown">Events of a page that the log knew.</param>
    public sealed record Appended(long FirstPosition, long LastPosition, int Written, int AlreadyKnown) : AppendOutcome;

    /// <summary>A command whose events all stand in the log with the same content.</summary>
    public sealed record AlreadyAppended(long LastPosition) : AppendOutcome;

    /// <summary>A stream is at another version than the decision was taken on: read again, decide again.</summary>
    public sealed record VersionConflict(string Stream, long Expected, long Actual) : AppendOutcome;

    /// <summary>A command reuses an event id with other content, or only some of its events are known.</summary>
    public sealed record ContentConflict(Guid EventId) : AppendOutcome;

    /// <summary>Somebody else moved the cursor.</summary>
    public sealed record CursorConflict(string Name, long Expected, long Actual) : AppendOutcome;

    /// <summary>The tenant was never created.</summary>
    public sealed record TenantUnknown(string Tenant) : AppendOutcome;
}
