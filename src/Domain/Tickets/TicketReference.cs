namespace Dropzone.Ledger.Domain.Tickets;

/// <summary>The remote record to which a status is written back: one Sentinel incident.</summary>
/// <param name="Connector">The Sentinel connector's slug.</param>
/// <param name="Workspace">The workspace's name in that connector's settings.</param>
/// <param name="Incident">The incident's name at Azure Resource Manager.</param>
public sealed record TicketReference(string Connector, string Workspace, string Incident);

/// <summary>The fields of a Sentinel incident that the ledger owns; all others go back as they came.</summary>
/// <param name="Status">New, Active or Closed.</param>
/// <param name="Classification">Required to close.</param>
/// <param name="Reason">The classification's reason.</param>
/// <param name="Comment">The classification's comment.</param>
public sealed record TicketFields(string Status, string? Classification = null, string? Reason = null, string? Comment = null);
