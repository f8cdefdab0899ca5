namespace Dropzone.Ledger.Domain.Tickets;

/// <summary>Who wins when both the ledger and the source changed a ticket.</summary>
public static class ConflictPolicy
{
    /// <summary>The later act of a person. A change at the source counts as a person's, since the resource manager does not say whose it was.</summary>
    public const string PersonWins = "personWins";

    /// <summary>The ledger.</summary>
    public const string Ours = "ours";

    /// <summary>The source.</summary>
    public const string Theirs = "theirs";

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<string> All { get; } = [PersonWins, Ours, Theirs];
}
