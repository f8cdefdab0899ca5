namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>How a property may be filtered.</summary>
internal abstract record FilterKind
{
    /// <summary>Text in quotes, or null.</summary>
    public sealed record Text : FilterKind;

    /// <summary>A time without quotes: of creation, or of the last change.</summary>
    public sealed record Time(bool OfCreation) : FilterKind;

    /// <summary>An enum member in quotes, or null.</summary>
    public sealed record Member(IReadOnlySet<string> Members) : FilterKind;
}

/// <summary>One collection of the Graph API and its rules.</summary>
/// <param name="Context">The path in <c>@odata.context</c>.</param>
/// <param name="Role">The permission a reader needs.</param>
/// <param name="Filters">The properties that can be filtered; all others are refused.</param>
/// <param name="DefaultTop">The page size without <c>$top</c>.</param>
/// <param name="MaximumTop">The largest page.</param>
/// <param name="Clamps">Whether a larger <c>$top</c> is cut (true) or refused (false).</param>
internal sealed record GraphResource(
    string Context,
    string Role,
    IReadOnlyDictionary<string, FilterKind> Filters,
    int DefaultTop,
    int MaximumTop,
    bool Clamps)
{
    private static readonly FilterKind.Text Text = new();
    private static readonly FilterKind.Time Created = new(OfCreation: true);
    private static readonly FilterKind.Time Updated = new(OfCreation: false);

    public static GraphResource Alerts { get; } = new(
        "security/alerts_v2", "SecurityAlert.Read.All", Common(GraphEnums.AlertStatus, ("serviceSource", new FilterKind.Member(GraphEnums.ServiceSource))), 100, 1000, true);

    public static GraphResource Incidents { get; } = new("security/incidents", "SecurityIncident.Read.All", Common(GraphEnums.IncidentStatus), 50, 50, false);

    public static GraphResource EmailThreats { get; } = new(
        "security/threatSubmission/emailThreats",
        "ThreatSubmission.Read.All",
        new Dictionary<string, FilterKind>(StringComparer.Ordinal) { ["createdDateTime"] = Created, ["status"] = Text, ["category"] = Text, ["source"] = Text },
        100,
        1000,
        true);

    private static Dictionary<string, FilterKind> Common(IReadOnlySet<string> status, params (string Name, FilterKind Kind)[] more)
    {
        var filters = new Dictionary<string, FilterKind>(StringComparer.Ordinal)
        {
            ["assignedTo"] = Text,
            ["classification"] = new FilterKind.Member(GraphEnums.Classification),
            ["determination"] = new FilterKind.Member(GraphEnums.Determination),
            ["createdDateTime"] = Created,
            ["lastUpdateDateTime"] = Updated,
            ["severity"] = new FilterKind.Member(GraphEnums.Severity),
            ["status"] = new FilterKind.Member(status),
        };
        foreach ((string name, FilterKind kind) in more)
        {
            filters.Add(name, kind);
        }

        return filters;
    }
}
