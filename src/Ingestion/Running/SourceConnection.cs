using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Opens the connection of a connector. Given by the host, which alone holds the secrets.</summary>
public delegate Task<SourceConnection> ConnectSource(string tenant, ConnectorState connector, CancellationToken cancellation);

/// <summary>What opening a connection came to.</summary>
public abstract record SourceConnection
{
    private SourceConnection()
    {
    }

    /// <summary>A connection. The poller disposes it when settings or secrets change and when it stops.</summary>
    public sealed record Connected(CloudConnection Connection) : SourceConnection;

    /// <summary>It could not be opened, such as for a missing secret.</summary>
    /// <param name="Code">A stable code.</param>
    /// <param name="Message">Why, without any secret.</param>
    /// <param name="WhatToDo">What a person must do.</param>
    public sealed record Refused(string Code, string Message, string WhatToDo) : SourceConnection;
}
