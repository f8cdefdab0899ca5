namespace Dropzone.Ledger.Domain.Groups;

/// <summary>One rule that holds alerts to be the same. Rules stand in order; the first that gives an alert a key wins.</summary>
/// <param name="Id">A slug that events and rows name.</param>
/// <param name="Kind">How the key is made: see <see cref="GroupRuleKind"/>.</param>
public sealed record GroupRule(string Id, string Kind);

/// <summary>The ways in which a group key is made. An open set of strings.</summary>
public static class GroupRuleKind
{
    /// <summary>A Defender alert whose vendor id is among a Sentinel incident's alert ids belongs to that incident.</summary>
    public const string AlertOfSentinelIncident = "alert-of-sentinel-incident";

    /// <summary>A Defender incident belongs to the Sentinel incident that names it as its provider incident.</summary>
    public const string DefenderTwinOfSentinelIncident = "defender-twin-of-sentinel-incident";
}
