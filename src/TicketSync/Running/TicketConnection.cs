using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.TicketSync;

/// <summary>Opens the connection of a connector. Given by the host, which alone holds the secrets.</summary>
public delegate Task<TicketConnection> ConnectTickets(string tenant, ConnectorState connector, CancellationToken cancellation);

/// <summary>What opening a connection came to.</summary>
public abstract record TicketConnection
{
    private TicketConnection()
    {
    }

    /// <summary>A connection. The write-back disposes of it when settings or secrets change and when it stops.</summary>
    public sealed record Connected(CloudConnection Connection) : TicketConnection;

    /// <summary>It could not be opened, such as for a missing secret.</summary>
    public sealed record Refused(TicketProblem Problem) : TicketConnection;
}
