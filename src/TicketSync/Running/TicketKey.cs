using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>One ticket, whatever case its names are written in.</summary>
internal readonly record struct TicketKey(string Connector, string Workspace, string Incident)
{
    public static TicketKey Of(TicketReference ticket) =>
        new(ticket.Connector, ticket.Workspace.ToUpperInvariant(), ticket.Incident.ToUpperInvariant());
}

/// <summary>An intent that has no outcome yet.</summary>
/// <param name="Id">The event id of the request.</param>
/// <param name="Stream">The alert's stream.</param>
/// <param name="Position">Its position.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Request">What is wished for.</param>
internal sealed record OpenIntent(Guid Id, string Stream, long Position, DateTimeOffset At, Domain.Events.TicketSyncRequested Request)
{
    /// <summary>Whether another process may have worked on it: it was there when this one began, or an owner before this one recorded it.</summary>
    public bool Inherited { get; init; }
}
