using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections;

/// <summary>Which events are acts of somebody, and what they say in words.</summary>
internal static class ActFold
{
    private const int LongestQuote = 200;

    /// <summary>The act that an event records; null when nobody did it.</summary>
    public static Act? Of(StoredEvent stored, LedgerEvent e) => Describe(e) is var (by, summary)
        ? new Act(stored.Position, stored.Timestamp, stored.Type, by, Connector(stored, e), e is AlertEvent ? EventIds.AlertIngested(stored.Stream) : null, summary)
        : null;

    private static (Actor By, string Summary)? Describe(LedgerEvent e) => e switch
    {
        ConnectorConfigured c => (c.By, $"Set revision {c.Revision} of the settings of {c.Connector}"),
        ConnectorEnabled c => (c.By, $"Allowed polling of {c.Connector}"),
        ConnectorDisabled c => (c.By, $"Stopped polling of {c.Connector}{Why(c.Reason)}"),
        ConnectorRemoved c => (c.By, $"Removed {c.Connector}"),
        SecretRotated c => (c.By, $"Stored {c.Field} of {c.Connector}"),
        CoverageGapAccepted c => (c.By, $"Accepted that {c.Resource} of {c.Connector} stays unread from {c.Window.From:O} to {c.Window.To:O}{Why(c.Reason)}"),
        BackfillRequested c => (c.By, $"Asked {c.Connector} for the past from {c.Window.From:O} to {c.Window.To:O}"),
        BackfillCancelled c => (c.By, $"Took a request of {c.Connector} for the past back{Why(c.Reason)}"),
        InvestigationStatusChanged i => (i.By, $"Moved the investigation from {i.From} to {i.To}{(i.Conclusion is { } end ? $" ({end})" : "")}{Why(i.Reason)}"),
        InvestigationAssigned i => (i.By, i.Assignee is null ? "Took the investigation from everybody" : $"Gave the investigation to {Cut(i.Assignee)}"),
        InvestigationNoteAdded i => (i.By, $"Noted: {Cut(i.Text)}"),
        PayloadErased p => (p.By, $"Erased payload and entities{Why(p.Reason)}"),
        GroupRulesChanged g => (g.By, $"Set revision {g.Revision} of the group rules"),
        ReadModelRebuilt r => (r.By, $"Rebuilt {r.Projection} as generation {r.Generation}"),
        LedgerExported l => (l.By, $"Exported the ledger up to position {l.Position}"),
        AccessTokenIssued t => (t.By, $"Made the token {Cut(t.Name)} with the role {t.Role}"),
        AccessTokenRevoked t => (t.By, $"Ended the token {t.Token}"),
        SignInRefused s => (new Actor(ActorKind.Person, s.RemoteAddress ?? "unknown"), $"Was refused: {s.Code}"),
        _ => null,
    };

    private static string? Connector(StoredEvent stored, LedgerEvent e) => e switch
    {
        ConnectorEvent c => c.Connector,
        AlertEvent => StreamId.ParseAlert(stored.Stream)?.Connector,
        _ => null,
    };

    private static string Why(string? reason) => reason is null ? "" : $": {Cut(reason)}";

    private static string Cut(string text) =>
        text.Length <= LongestQuote ? text : text[..(char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote)] + "…";
}
