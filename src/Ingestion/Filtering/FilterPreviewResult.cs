using System.Text.Json.Serialization;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;

namespace Dropzone.Ledger.Ingestion;

/// <summary>How many alerts would appear and vanish.</summary>
/// <param name="Appear">Excluded now, admitted then.</param>
/// <param name="Vanish">Admitted now, excluded then.</param>
public sealed record FilterDifference(long Appear, long Vanish);

/// <summary>The difference of one value.</summary>
/// <param name="Value">The rule, severity or day.</param>
/// <param name="Appear">Excluded now, admitted then.</param>
/// <param name="Vanish">Admitted now, excluded then.</param>
public sealed record FilterDifferenceOf(string Value, long Appear, long Vanish);

/// <summary>A stretch of recording in which something was narrowed at the source: what it left out was not asked for, and no filter can bring it back.</summary>
/// <param name="What">What was narrowed.</param>
/// <param name="Text">What was sent to narrow it.</param>
/// <param name="Revision">The revision of the settings.</param>
/// <param name="FromPosition">Where that revision began.</param>
/// <param name="From">When it began.</param>
/// <param name="ToPosition">Where the next one began; absent while it is in force.</param>
/// <param name="To">When the next one began.</param>
public sealed record NotAskedFor(
    string What, string Text, int Revision, long FromPosition, DateTimeOffset From, long? ToPosition, DateTimeOffset? To);

/// <summary>One alert whose decision would change.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Effect">What would happen to it.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Day">The UTC day of its first sight.</param>
/// <param name="Position">The position of that.</param>
/// <param name="Before">The clause that excludes it now.</param>
/// <param name="After">The clause that would exclude it.</param>
/// <param name="EndedMalicious">Whether people closed it as malicious.</param>
/// <param name="OpenTicket">Whether an open ticket hangs on it.</param>
public sealed record FilterPreviewAlert(
    Guid Id, FilterEffect Effect, string Severity, DateOnly Day, long Position, FilterClause? Before, FilterClause? After, bool EndedMalicious, bool OpenTicket)
{
    internal static FilterPreviewAlert Of(FilterFold alert) => new(
        alert.Id, alert.Effect, alert.Severity, alert.Day, alert.Position, FilterClause.Of(alert.Before), FilterClause.Of(alert.After),
        alert.EndedMalicious, alert.HasOpenTicket);
}

/// <summary>The clause that excludes an alert.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Field">The fact that it looked at.</param>
/// <param name="Value">The value that it saw.</param>
/// <param name="Reason">In words, why.</param>
public sealed record FilterClause(string Rule, string Field, string Value, string Reason)
{
    internal static FilterClause? Of(Excluded? exclusion) =>
        exclusion is null ? null : new FilterClause(exclusion.Rule, exclusion.Field, exclusion.Value, exclusion.Reason);
}

/// <summary>What the settings would do to the history up to a position.</summary>
public sealed record FilterPreviewResult
{
    /// <summary>The connector.</summary>
    public required string Connector { get; init; }

    /// <summary>The revision that stands.</summary>
    public required int Revision { get; init; }

    /// <summary>The position that the numbers hold at, exactly.</summary>
    public required long Position { get; init; }

    /// <summary>How many alerts the connector has there.</summary>
    public required long Alerts { get; init; }

    /// <summary>How many would appear and vanish.</summary>
    public required FilterDifference Total { get; init; }

    /// <summary>How many stay excluded, by another rule or on another value.</summary>
    public required long Restated { get; init; }

    /// <summary>By the rule that excludes now (appear) or then (vanish).</summary>
    public required IReadOnlyList<FilterDifferenceOf> ByRule { get; init; }

    /// <summary>By severity.</summary>
    public required IReadOnlyList<FilterDifferenceOf> BySeverity { get; init; }

    /// <summary>By UTC day of first sight, oldest first.</summary>
    public required IReadOnlyList<FilterDifferenceOf> ByDay { get; init; }

    /// <summary>Of them, those that people had closed as malicious.</summary>
    public required FilterDifference EndedMalicious { get; init; }

    /// <summary>Of them, those with an open ticket.</summary>
    public required FilterDifference OpenTickets { get; init; }

    /// <summary>Stretches in which the source was asked for less than it has.</summary>
    public required IReadOnlyList<NotAskedFor> NotAskedFor { get; init; }

    /// <summary>The alerts whose decision would change, in the order of first sight.</summary>
    [JsonIgnore]
    public IEnumerable<FilterPreviewAlert> Changed { get; init; } = [];

    internal static FilterPreviewResult Of(
        ConnectorState connector, long position, IReadOnlyCollection<FilterFold> alerts, IReadOnlyList<NotAskedFor> narrowed)
    {
        var changed = alerts.Where(static a => a.Effect != FilterEffect.None).ToList();
        return new FilterPreviewResult
        {
            Connector = connector.Connector,
            Revision = connector.Revision,
            Position = position,
            Alerts = alerts.Count,
            Total = Difference(changed),
            Restated = changed.Count(static a => a.Effect == FilterEffect.Restated),
            ByRule = [.. By(changed, static a => (a.Effect == FilterEffect.Appears ? a.Before : a.After)!.Rule).OrderByDescending(static d => d.Appear + d.Vanish)],
            BySeverity = [.. By(changed, static a => a.Severity).OrderByDescending(static d => d.Appear + d.Vanish)],
            ByDay = [.. By(changed, static a => a.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))],
            EndedMalicious = Difference([.. changed.Where(static a => a.EndedMalicious)]),
            OpenTickets = Difference([.. changed.Where(static a => a.HasOpenTicket)]),
            NotAskedFor = narrowed,
            Changed = changed.Select(FilterPreviewAlert.Of),
        };
    }

    private static FilterDifference Difference(IReadOnlyCollection<FilterFold> alerts) =>
        new(alerts.Count(static a => a.Effect == FilterEffect.Appears), alerts.Count(static a => a.Effect == FilterEffect.Vanishes));

    private static IEnumerable<FilterDifferenceOf> By(IEnumerable<FilterFold> alerts, Func<FilterFold, string> value) =>
        alerts.Where(static a => a.Effect != FilterEffect.Restated).GroupBy(value, StringComparer.Ordinal)
            .Select(static g => new FilterDifferenceOf(
                g.Key, g.Count(static a => a.Effect == FilterEffect.Appears), g.Count(static a => a.Effect == FilterEffect.Vanishes)))
            .OrderBy(static d => d.Value, StringComparer.Ordinal);
}
