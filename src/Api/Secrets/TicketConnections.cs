using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Api.Secrets;

/// <summary>Opens for the write-back the same connections that the pollers are given. Its callers dispose what it opens.</summary>
public sealed class TicketConnections(SourceConnections sources)
{
    // A lane waits without holding anybody up; a call that waits holds one of few places.
    private static readonly CloudConnectionOptions NoPatience = new() { Retries = 0, LongestServerDelay = TimeSpan.Zero };

    /// <summary>The connection of a stored connector. It repeats nothing by itself: the write-back knows when to try again.</summary>
    public async Task<TicketConnection> ConnectAsync(string tenant, ConnectorState connector, CancellationToken cancellation) =>
        await sources.ConnectAsync(tenant, connector, NoPatience, cancellation) switch
        {
            SourceConnection.Connected open => new TicketConnection.Connected(open.Connection),
            SourceConnection.Refused refused => new TicketConnection.Refused(
                new TicketProblem(refused.Code, $"{refused.WhatToDo} Then retry.", Passes: false) { Message = refused.Message }),
            _ => throw new InvalidOperationException("A connection is open or refused."),
        };
}
