namespace Dropzone.Ledger.Domain.Groups;

/// <summary>One rule that holds alerts to be the same. Rules stand in order; the first that gives an alert a key wins.</summary>
/// <param name="Id">A slug that events and rows name.</param>
/// <param name="Kind">How the key is made: see <see cref="GroupRuleKind"/>.</param>
public sealed record GroupRule(string Id, string Kind)
{
    /// <summary>Of <see cref="GroupRuleKind.SameFacts"/>: the facts that must be the same, of <see cref="GroupFact"/>; absent for other kinds.</summary>
    public IReadOnlyList<string>? Facts { get; init; }

    /// <summary>
    /// Of <see cref="GroupRuleKind.SameFacts"/>: how far a member may lie from the group's first member in log order, by the time that the source
    /// gave it; absent = any distance.
    /// </summary>
    public TimeSpan? Window { get; init; }
}

/// <summary>The ways in which a group key is made. An open set of strings.</summary>
public static class GroupRuleKind
{
    /// <summary>A Defender alert whose vendor id is among a Sentinel incident's alert ids belongs to that incident.</summary>
    public const string AlertOfSentinelIncident = "alert-of-sentinel-incident";

    /// <summary>A Defender incident belongs to the Sentinel incident that names it as its provider incident.</summary>
    public const string DefenderTwinOfSentinelIncident = "defender-twin-of-sentinel-incident";

    /// <summary>Items other than Sentinel incidents that agree in facts are one.</summary>
    public const string SameFacts = "same-facts";
}

/// <summary>The facts that a rule may compare. Users are none: they lie in the vault and can be erased.</summary>
public static class GroupFact
{
    /// <summary>The internet message id of a mail.</summary>
    public const string InternetMessageId = "internetMessageId";

    /// <summary>The hash of a file of the evidence: SHA-256, else SHA-1; of several the first in ordinal order.</summary>
    public const string FileHash = "fileHash";

    /// <summary>The title.</summary>
    public const string Title = "title";

    /// <summary>The severity.</summary>
    public const string Severity = "severity";

    /// <summary>What detected it.</summary>
    public const string Source = "source";

    /// <summary>The connector.</summary>
    public const string Connector = "connector";

    /// <summary>What sort of item it is.</summary>
    public const string Kind = "kind";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [InternetMessageId, FileHash, Title, Severity, Source, Connector, Kind];
}
