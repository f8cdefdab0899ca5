using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Api.Secrets;

/// <summary>Opens for the write-back the same connections that the pollers are given. Its callers dispose what it opens.</summary>
public sealed class TicketConnections(SourceConnections sources)
{
    /// <summary>The connection of a stored connector.</summary>
    public async Task<TicketConnection> ConnectAsync(string tenant, ConnectorState connector, CancellationToken cancellation) =>
        await sources.ConnectAsync(tenant, connector, cancellation) switch
        {
            SourceConnection.Connected open => new TicketConnection.Connected(open.Connection),
            SourceConnection.Refused refused => new TicketConnection.Refused(
                new TicketProblem(refused.Code, $"{refused.WhatToDo} Then retry.", Passes: false) { Message = refused.Message }),
            _ => throw new InvalidOperationException("A connection is open or refused."),
        };
}
