namespace Dropzone.Ledger.Projections;

/// <summary>The names of the read models, as URLs and checkpoints know them.</summary>
public static class ProjectionNames
{
    /// <summary>The deduplicated list of alerts.</summary>
    public const string AlertList = "alert_list";

    /// <summary>What alerts can be found by.</summary>
    public const string AlertSearch = "alert_search";

    /// <summary>Everything current of one alert.</summary>
    public const string AlertDetail = "alert_detail";

    /// <summary>Counters of a connector. Kept by the fold of <see cref="AlertList"/>, whose checkpoint is its own: both need the same groups.</summary>
    public const string ConnectorDashboard = "connector_dashboard";

    /// <summary>How a connector fares.</summary>
    public const string ConnectorHealth = "connector_health";

    /// <summary>Who did what.</summary>
    public const string Activity = "activity";

    /// <summary>What each exclusion rule excluded, by week.</summary>
    public const string RuleHits = "rule_hits";

    /// <summary>Intents of write-backs and how they ended.</summary>
    public const string TicketBoard = "ticket_board";

    /// <summary>How fast investigations go.</summary>
    public const string InvestigationTimes = "investigation_times";

    /// <summary>Which alerts speak of a user, a device, an address, a file …</summary>
    public const string AlertEntities = "alert_entities";

    /// <summary>Every read model.</summary>
    public static IReadOnlyList<string> All { get; } =
        [AlertList, AlertSearch, AlertDetail, ConnectorDashboard, ConnectorHealth, Activity, RuleHits, TicketBoard, InvestigationTimes, AlertEntities];

    /// <summary>The projection that folds a read model.</summary>
    internal static string FoldedBy(string readModel) => readModel == ConnectorDashboard ? AlertList : readModel;

    /// <summary>The projections whose tables an answer is made of, its own first; its position is the least of theirs. An alert's detail names its group.</summary>
    internal static IReadOnlyList<string> ReadFrom(string readModel) => readModel switch
    {
        AlertDetail => [AlertDetail, AlertList],
        _ => [FoldedBy(readModel)],
    };
}
