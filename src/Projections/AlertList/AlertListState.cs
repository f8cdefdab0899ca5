namespace Dropzone.Ledger.Projections;

/// <summary>The states of which every alert is in exactly one.</summary>
public enum AlertListState
{
    /// <summary>It stands on the deduplicated list.</summary>
    Shown,

    /// <summary>A rule of its connector keeps it off the list.</summary>
    Excluded,

    /// <summary>Another item stands for it: the leader of its group, or the one that the source folded it into.</summary>
    Merged,
}
