using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Projections;

/// <summary>Everything of one alert, now or as it stood. Its entities and payload lie in the vault under <see cref="State"/>'s references; absent there = erased.</summary>
public sealed record AlertDetail
{
    /// <summary>The position that the answer reflects.</summary>
    public required long Position { get; init; }

    /// <summary>The alert's stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Facts, version, decision, investigation, tickets and references: the domain's fold of the stream.</summary>
    public required AlertState State { get; init; }

    /// <summary>The alert as the list has it: whether it is shown, excluded or merged, and into what.</summary>
    public required AlertRow Row { get; init; }

    /// <summary>The notes, oldest first.</summary>
    public required IReadOnlyList<AlertNote> Notes { get; init; }

    /// <summary>The members of its group in log order, itself included; empty when it has none.</summary>
    public required IReadOnlyList<AlertRow> Group { get; init; }

    /// <summary>The Sentinel incidents of its group: where a status is written back to.</summary>
    public IReadOnlyList<TicketReference> Tickets =>
        [.. Group.Where(static m => m.Kind == AlertKind.SentinelIncident).Select(static m => new TicketReference(m.Connector, m.Workspace ?? "", m.SourceId))];
}

/// <summary>A note of an investigation.</summary>
/// <param name="Position">Its event's position.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="Text">As written.</param>
public sealed record AlertNote(long Position, DateTimeOffset At, Actor By, string Text);
