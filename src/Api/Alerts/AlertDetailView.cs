using Dropzone.Ledger.Api.Events;
using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>Everything current of one alert.</summary>
public sealed record AlertDetailView
{
    /// <summary>The alert as the list has it.</summary>
    public required AlertItem Alert { get; init; }

    /// <summary>The version of its stream; also the ETag.</summary>
    public required long StreamVersion { get; init; }

    /// <summary>Its stream.</summary>
    public required string Stream { get; init; }

    /// <summary>The normalised facts of the current version.</summary>
    public required AlertFacts Facts { get; init; }

    /// <summary>What could not be read of the current version.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Users, devices, addresses …; absent when there are none or they were erased.</summary>
    public IReadOnlyList<AlertEntity>? Entities { get; init; }

    /// <summary>Mails and the like that were kept beside the payload, and those that could not be had.</summary>
    public required IReadOnlyList<EvidenceView> Evidence { get; init; }

    /// <summary>Commits to the kept payload; absent when there is none.</summary>
    public VaultReference? Payload { get; init; }

    /// <summary>The notes, oldest first.</summary>
    public required IReadOnlyList<AlertNote> Notes { get; init; }

    /// <summary>The members of its group in log order, itself included; empty when it has none.</summary>
    public required IReadOnlyList<AlertItem> Group { get; init; }

    /// <summary>The Sentinel incidents of its group: where a status is written back to.</summary>
    public required IReadOnlyList<TicketReference> Tickets { get; init; }

    /// <summary>By what the answer is cited; only of an alert as it stood.</summary>
    public Citation? Citation { get; init; }

    /// <summary>All but the entities, which lie in the vault, and the citation.</summary>
    internal static AlertDetailView Of(AlertDetail detail, SafeLinks links) => new()
    {
        Alert = AlertItem.Of(detail.Row, links),
        StreamVersion = detail.State.StreamVersion,
        Stream = detail.Stream,
        Facts = detail.State.Facts with { Url = links.Follow(detail.State.Facts.Url) ?? links.Defang(detail.State.Facts.Url) },
        Warnings = detail.State.Warnings,
        Evidence = EvidenceView.Of(detail.State),
        Payload = detail.State.Payload,
        Notes = detail.Notes,
        Group = [.. detail.Group.Select(row => AlertItem.Of(row, links))],
        Tickets = detail.Tickets,
    };
}

/// <summary>One event of an alert's history.</summary>
/// <param name="Event">The event as it stands in the log.</param>
/// <param name="Says">In a sentence.</param>
/// <param name="Changed">What it changed.</param>
public sealed record HistoryEntry(EventView Event, string Says, IReadOnlyList<FieldChange> Changed);

/// <summary>What became of one piece of evidence.</summary>
/// <param name="Name">What it was looked for by; it says nothing of who wrote to whom.</param>
/// <param name="Document">Commits to the kept document, which <c>…/payload?commitment=</c> answers; absent when it was missed.</param>
/// <param name="Code">Why it was missed, as a stable code; absent when it was kept.</param>
/// <param name="Reason">The same in words.</param>
public sealed record EvidenceView(string Name, VaultReference? Document, string? Code, string? Reason)
{
    /// <summary>All of an alert: what was kept, then what was missed, each by name.</summary>
    internal static IReadOnlyList<EvidenceView> Of(AlertState state) =>
    [
        .. state.Evidence?.Select(static kept => new EvidenceView(kept.Key, kept.Value, null, null)) ?? [],
        .. state.EvidenceMissed?.Select(static missed => new EvidenceView(missed.Key, null, missed.Value.Code, missed.Value.Reason)) ?? [],
    ];
}
