using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Secrets;

/// <summary>Opens connections to the sources: endpoints from the server's allow-list, secrets from their seals. Its callers dispose what it opens.</summary>
public sealed class SourceConnections(ConnectorSecrets secrets, EndpointDirectory endpoints, RequestBudgets budgets, TimeProvider time)
{
    /// <summary>The connection of a stored connector: what the pollers are given.</summary>
    public Task<SourceConnection> ConnectAsync(string tenant, ConnectorState connector, CancellationToken cancellation) =>
        ConnectAsync(tenant, connector, null, cancellation);

    /// <summary>The connection of a stored connector that is as patient as its caller wants it.</summary>
    public async Task<SourceConnection> ConnectAsync(
        string tenant, ConnectorState connector, CloudConnectionOptions? patience, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connector);
        return await secrets.OpenAsync(tenant, connector.Connector, cancellation) switch
        {
            SecretReading.Opened opened => Open(connector.Settings, opened.Secret, patience),
            SecretReading.Unreadable => new SourceConnection.Refused(
                "secret-unreadable",
                "The stored secret cannot be opened with this server's master key.",
                "Start the server with the master key that it was stored under, or store the secret again."),
            _ => new SourceConnection.Refused(
                "secret-missing",
                "The connector has no secret.",
                "Give a client secret or a certificate. A change of cloud, directory or application discards the stored one."),
        };
    }

    /// <summary>A connection for settings that are not stored, or not yet.</summary>
    public SourceConnection Open(ConnectorSettings settings, ConnectorSecret secret, CloudConnectionOptions? patience = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(secret);
        var resolution = endpoints.Resolve(settings.Cloud);
        if (resolution is EndpointResolution.Refused refused)
        {
            return new SourceConnection.Refused("cloud-unknown", refused.Reason, "Choose one of: " + string.Join(", ", refused.Allowed) + ".");
        }

        var found = (EndpointResolution.Found)resolution;

        var credentials = new CloudCredentials(settings.Credentials.TenantId, settings.Credentials.ClientId, secret.Key());
        return CloudConnection.Open(found.Endpoints, credentials, patience, time, budgets).Match<SourceConnection>(
            static connection => new SourceConnection.Connected(connection),
            static error => new SourceConnection.Refused(error.Code, error.Detail ?? error.Code, error.WhatToDo));
    }
}
