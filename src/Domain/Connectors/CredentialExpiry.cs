namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>How long a client secret or certificate is still good, and whether that is said aloud.</summary>
/// <param name="EndsAt">When it ends.</param>
/// <param name="DaysLeft">Whole days until then; negative when it has ended.</param>
/// <param name="WarnedAt">The threshold in days that was passed (60, 30, 14, 7, 1, or 0 when it has ended); null while the end is far.</param>
public sealed record CredentialExpiry(DateTimeOffset EndsAt, int DaysLeft, int? WarnedAt)
{
    private static readonly int[] Thresholds = [1, 7, 14, 30, 60];

    /// <summary>What a person must do about it; null while the end is far.</summary>
    public string? WhatToDo => WarnedAt is null
        ? null
        : "Create a new secret (or certificate) at the app registration and store it in the connector before this one ends.";

    /// <summary>In words; null while the end is far.</summary>
    public string? Message => WarnedAt switch
    {
        null => null,
        0 => $"The credential ended at {EndsAt:yyyy-MM-dd HH:mm}Z.",
        _ => $"The credential ends at {EndsAt:yyyy-MM-dd HH:mm}Z, in {DaysLeft} day(s).",
    };

    /// <summary>Judges an end at a moment.</summary>
    public static CredentialExpiry Of(DateTimeOffset endsAt, DateTimeOffset now)
    {
        var left = endsAt - now;
        var days = (int)Math.Floor(left.TotalDays);
        return new CredentialExpiry(
            endsAt,
            days,
            left <= TimeSpan.Zero ? 0 : Thresholds.Where(threshold => left <= TimeSpan.FromDays(threshold)).Select(t => (int?)t).FirstOrDefault());
    }
}
