namespace Dropzone.Ledger.Domain.Groups;

/// <summary>The group rules in force when nobody has changed them.</summary>
public static class GroupRules
{
    /// <summary>A Defender alert, and a Defender incident, belong to the Sentinel incident that names them.</summary>
    public static IReadOnlyList<GroupRule> Default { get; } =
    [
        new("alert-of-sentinel-incident", GroupRuleKind.AlertOfSentinelIncident),
        new("defender-twin-of-sentinel-incident", GroupRuleKind.DefenderTwinOfSentinelIncident),
    ];
}
