using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.TicketSync;

/// <summary>One connection a connector, kept as long as its settings and its secret last. Safe for concurrent use.</summary>
internal sealed class ConnectionPool(string tenant, ConnectTickets connect) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, (int Revision, int Secrets, OpenConnection Connection)> open = new(StringComparer.Ordinal);
    private readonly List<OpenConnection> replaced = [];

    /// <summary>The connection of a connector as it is now; or why there is none.</summary>
    public async Task<(OpenConnection? Open, TicketProblem? Refused)> OpenAsync(ConnectorState connector, int secretChanges, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (open.TryGetValue(connector.Connector, out var kept) && (kept.Revision, kept.Secrets) == (connector.Revision, secretChanges))
            {
                return (kept.Connection, null);
            }

            switch (await connect(tenant, connector, cancellation).ConfigureAwait(false))
            {
                case TicketConnection.Connected connected:
                    // A request may still be under way on the old one; it is disposed of when the write-back stops.
                    replaced.AddRange(kept.Connection is null ? [] : [kept.Connection]);
                    var opened = new OpenConnection(connected.Connection);
                    open[connector.Connector] = (connector.Revision, secretChanges, opened);
                    return (opened, null);
                case TicketConnection.Refused refused:
                    return (null, refused.Problem);
                default:
                    throw new InvalidOperationException("A connection is open or refused.");
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var connection in open.Values.Select(o => o.Connection).Concat(replaced))
        {
            connection.Dispose();
        }

        gate.Dispose();
    }
}
