using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>
/// Opens connections for settings that are not saved yet. Settings of a stored connector that come without a secret are tried with the stored
/// one, under the rule by which saving them would keep it: same cloud, directory and application.
/// </summary>
public sealed class GivenConnections(ConnectorStreams streams, SourceConnections sources)
{
    /// <summary>What is answered when there is nothing to sign in with.</summary>
    public static Problem NoSecret => SettingsProblems.Of(
        "credentials.clientSecret", "There is no secret to sign in with.", "Give a client secret or a certificate.");

    /// <summary>The connection, or why there is none; null when neither the settings nor the tenant's connector of that name hold a secret for them.</summary>
    public async Task<SourceConnection?> OpenAsync(string tenant, GivenSettings given, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Secret is { } secret)
        {
            return sources.Open(given.Settings, secret);
        }

        return await streams.FindAsync(tenant, given.Id, cancellation) is { Removed: false } stored && !ConnectorDecider.DiscardsSecret(stored.Settings, given.Settings)
            ? await sources.ConnectAsync(tenant, stored with { Settings = given.Settings }, cancellation)
            : null;
    }
}
