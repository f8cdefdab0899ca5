namespace Dropzone.Ledger.Projections;

/// <summary>The balance that always holds: ingested = shown + excluded + merged.</summary>
/// <param name="Ingested">Alerts seen at all.</param>
/// <param name="Shown">Of them, those on the deduplicated list.</param>
/// <param name="Excluded">Of them, those that a rule keeps off the list.</param>
/// <param name="Merged">Of them, those that another item stands for.</param>
public sealed record Conservation(long Ingested, long Shown, long Excluded, long Merged)
{
    /// <summary>Nothing.</summary>
    public static Conservation None { get; } = new(0, 0, 0, 0);

    /// <summary>Whether the balance holds.</summary>
    public bool Holds => Ingested == Shown + Excluded + Merged;

    /// <summary>The sum.</summary>
    public static Conservation operator +(Conservation left, Conservation right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Conservation(left.Ingested + right.Ingested, left.Shown + right.Shown, left.Excluded + right.Excluded, left.Merged + right.Merged);
    }

    /// <summary>The sum.</summary>
    public static Conservation Add(Conservation left, Conservation right) => left + right;

    /// <summary>Alerts of one state.</summary>
    internal static Conservation Of(AlertListState state, long alerts) => new(
        alerts,
        state == AlertListState.Shown ? alerts : 0,
        state == AlertListState.Excluded ? alerts : 0,
        state == AlertListState.Merged ? alerts : 0);
}
