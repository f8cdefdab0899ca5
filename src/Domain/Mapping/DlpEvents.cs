using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>One row of the hunting table DataSecurityEvents.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Account">The Entra object id or the principal name of who did it.</param>
/// <param name="Object">The file or message it was done with.</param>
/// <param name="Mode">Microsoft's number of the enforcement mode.</param>
public sealed record DlpEvent(DateTimeOffset At, IReadOnlyList<string> Account, string? Object, int Mode);

/// <summary>
/// The enforcement mode of a data loss prevention alert. No field of an alert holds it; DataSecurityEvents does, and the two share no id: an
/// event belongs to an alert when it is of one of the alert's users, of the time of its activity and, where both name one, of the same file.
/// </summary>
public static class DlpEvents
{
    /// <summary>How far an event may lie outside of the alert's activity.</summary>
    public static TimeSpan Margin { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether an alert is one of data loss prevention.</summary>
    public static bool Concerns(AlertFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return Is(facts.ServiceSource, "dataLossPrevention") || Is(facts.DetectionSource, "microsoftDataLossPrevention");
    }

    /// <summary>The stretch of time in which an alert's events are looked for; null when the alert says no time.</summary>
    public static SourceWindow? Stretch(AlertFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!SourceTime.TryParse(facts.FirstActivityAt ?? facts.CreatedAt, out var from))
        {
            return null;
        }

        var to = SourceTime.TryParse(facts.LastActivityAt, out var last) && last > from ? last : from;
        return new SourceWindow(from - Margin, to + Margin);
    }

    /// <summary>The users of an alert: principal names and object ids.</summary>
    public static IReadOnlyList<string> Accounts(AlertEntities entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        return
        [
            .. entities.Items.SelectMany(entity => entity.Properties)
                .Where(property => property.Key.EndsWith("userPrincipalName", StringComparison.OrdinalIgnoreCase) || property.Key.EndsWith("azureAdUserId", StringComparison.OrdinalIgnoreCase))
                .Select(property => property.Value)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The record with the modes of its events among <paramref name="events"/>, or with a warning when there are none.</summary>
    public static MappedRecord WithModes(MappedRecord alert, IReadOnlyList<DlpEvent> events)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(events);
        var accounts = Accounts(alert.Entities);
        var stretch = Stretch(alert.Facts);
        var own = events.Where(e =>
            stretch is not null && e.At >= stretch.From && e.At <= stretch.To
            && e.Account.Any(account => accounts.Contains(account, StringComparer.OrdinalIgnoreCase))
            && SameObject(alert.Facts, e));
        var modes = own.Where(e => e.Mode >= 0 && e.Mode < DlpEnforcementMode.All.Count)
            .Select(e => DlpEnforcementMode.All[e.Mode])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return modes.Count == 0
            ? Unknown(alert, "DataSecurityEvents has no event of this alert's users, time and file")
            : alert with { Facts = alert.Facts with { EnforcementModes = modes } };
    }

    /// <summary>The record with a warning that says why no mode is known. It is shown whatever modes are chosen.</summary>
    public static MappedRecord Unknown(MappedRecord alert, string why)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return alert with { Warnings = [.. alert.Warnings, $"enforcementModes: not known: {why}; the alert is shown whatever modes are chosen"] };
    }

    private static bool SameObject(AlertFacts facts, DlpEvent e) =>
        e.Object is not { Length: > 0 } named || facts.Files is not { } files
        || files.Any(file => file.Name is { } name && named.EndsWith(name, StringComparison.OrdinalIgnoreCase));

    private static bool Is(string? text, string word) => word.Equals(text, StringComparison.OrdinalIgnoreCase);
}
