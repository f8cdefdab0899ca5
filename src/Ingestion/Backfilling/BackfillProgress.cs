using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Ingestion;

/// <summary>How far a requested backfill of one resource has come. Lies in the cursor, so that a stop or a kill goes on where it was.</summary>
public sealed record BackfillProgress
{
    /// <summary>The id of the request's event.</summary>
    public required Guid Request { get; init; }

    /// <summary>The stretch that is read.</summary>
    public required SourceWindow Window { get; init; }

    /// <summary>When it began, by the ledger's clock.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>What is left to do; absent when it is done.</summary>
    public Pass? Pass { get; init; }

    /// <summary>Windows read whole.</summary>
    public int Windows { get; init; }

    /// <summary>What they brought.</summary>
    public WindowCounts Counts { get; init; } = WindowCounts.None;

    /// <summary>Stretches that could not be read.</summary>
    public int Gaps { get; init; }

    /// <summary>What holds it up; absent while it goes on.</summary>
    public PollError? Error { get; init; }

    /// <summary>The part that is behind, from 0 to 1.</summary>
    public double Share => Pass is null || Window.To <= Window.From ? 1 : Math.Clamp((Pass.At - Window.From) / (Window.To - Window.From), 0, 1);
}
