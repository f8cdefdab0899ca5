using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Projections;

/// <summary>What was read under one narrowing of the answer: a stretch that was read under another one is not read under this one.</summary>
/// <param name="FilterDigest">SHA-256 (hex) of what was sent to the server to narrow the answer.</param>
/// <param name="Read">The stretches.</param>
public sealed record FilterCoverage(string FilterDigest, IReadOnlyList<SourceWindow> Read);

/// <summary>The source's own count of a stretch, beside the ledger's.</summary>
/// <param name="Window">The stretch of source modification time.</param>
/// <param name="AtSource">How many items the source says it holds there.</param>
/// <param name="InLedger">How many the ledger holds there.</param>
/// <param name="At">When it was counted.</param>
public sealed record SourceCount(SourceWindow Window, long AtSource, long InLedger, DateTimeOffset At)
{
    /// <summary>"N of N", or the difference in words.</summary>
    public string Says => AtSource == InLedger
        ? $"{InLedger} of {AtSource}"
        : $"{InLedger} of {AtSource}: {Math.Abs(AtSource - InLedger)} {(AtSource > InLedger ? "missing in the ledger" : "more in the ledger than the source still holds")}";
}
