using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.TicketSync;

/// <summary>One connection a connector, kept as long as its settings and its secret last. Safe for concurrent use.</summary>
internal sealed class ConnectionPool(string tenant, ConnectTickets connect) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, (int Revision, int Secrets, CloudConnection Connection)> open = new(StringComparer.Ordinal);
    private readonly List<CloudConnection> replaced = [];

    /// <summary>The connection of a connector as it is now.</summary>
    public async Task<TicketConnection> OpenAsync(ConnectorState connector, int secretChanges, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (open.TryGetValue(connector.Connector, out var kept) && (kept.Revision, kept.Secrets) == (connector.Revision, secretChanges))
            {
                return new TicketConnection.Connected(kept.Connection);
            }

            var opened = await connect(tenant, connector, cancellation).ConfigureAwait(false);
            if (opened is TicketConnection.Connected connected)
            {
                // A request may still be under way on the old one; it is disposed of when the write-back stops.
                replaced.AddRange(kept.Connection is null ? [] : [kept.Connection]);
                open[connector.Connector] = (connector.Revision, secretChanges, connected.Connection);
            }

            return opened;
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
