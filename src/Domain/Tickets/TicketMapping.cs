using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Domain.Tickets;

/// <summary>Where an investigation stands, as far as a ticket can show it.</summary>
/// <param name="Status">The status.</param>
/// <param name="Conclusion">Present exactly when it is closed.</param>
public sealed record Standing(InvestigationStatus Status, Conclusion? Conclusion);

/// <summary>What states of investigations are at Sentinel, and back. Data: the default map, with a connector's own rules in front of it.</summary>
public sealed class TicketMapping
{
    /// <summary>The default map.</summary>
    public static IReadOnlyList<TicketMappingRule> Default { get; } =
    [
        new("Queued", TicketRules.New),
        new("InProgress", TicketRules.Active),
        new("AwaitingReview", TicketRules.Active),
        new("Closed", TicketRules.Closed, "Malicious", "TruePositive", "SuspiciousActivity"),
        new("Closed", TicketRules.Closed, "Suspicious", "TruePositive", "SuspiciousActivity"),
        new("Closed", TicketRules.Closed, "Benign", "BenignPositive", "SuspiciousButExpected"),
        new("Closed", TicketRules.Closed, "Undetermined", "Undetermined"),
    ];

    private readonly IReadOnlyList<(Standing Standing, TicketFields Fields)> map;

    private TicketMapping(IReadOnlyList<(Standing, TicketFields)> map) => this.map = map;

    /// <summary>The map of a connector.</summary>
    public static TicketMapping Of(TicketSyncSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var own = (settings.Mapping ?? []).ToDictionary(r => (r.Investigation, r.Conclusion));
        return new TicketMapping([.. Default.Select(d => own.GetValueOrDefault((d.Investigation, d.Conclusion), d)).Select(Read)]);
    }

    /// <summary>What a standing is at Sentinel.</summary>
    /// <param name="standing">Where the investigation stands.</param>
    /// <param name="why">In words, why; becomes the comment of a closing.</param>
    public TicketFields FieldsOf(Standing standing, string? why)
    {
        var fields = map.First(m => m.Standing == standing).Fields;
        return fields.Status == TicketRules.Closed && !string.IsNullOrWhiteSpace(why) ? fields with { Comment = why } : fields;
    }

    /// <summary>
    /// Where an investigation stands according to a ticket: as it stands now when that maps to the same, else the first standing that does,
    /// else the nearest by status and classification.
    /// </summary>
    public Standing StandingOf(TicketFields theirs, Standing now)
    {
        ArgumentNullException.ThrowIfNull(theirs);
        if (TicketRules.Same(theirs, FieldsOf(now, null)))
        {
            return now;
        }

        foreach (var (standing, fields) in map)
        {
            if (TicketRules.Same(fields, theirs))
            {
                return standing;
            }
        }

        return theirs.Status.ToUpperInvariant() switch
        {
            "CLOSED" => new Standing(InvestigationStatus.Closed, theirs.Classification?.ToUpperInvariant() switch
            {
                "TRUEPOSITIVE" => Conclusion.Malicious,
                "BENIGNPOSITIVE" or "FALSEPOSITIVE" => Conclusion.Benign,
                _ => Conclusion.Undetermined,
            }),
            "ACTIVE" => new Standing(InvestigationStatus.InProgress, null),
            _ => new Standing(InvestigationStatus.Queued, null),
        };
    }

    private static (Standing, TicketFields) Read(TicketMappingRule rule) => (
        new Standing(
            Enum.Parse<InvestigationStatus>(rule.Investigation), rule.Conclusion is { } c ? Enum.Parse<Conclusion>(c) : null),
        new TicketFields(rule.Status, rule.Classification, rule.Reason));
}
