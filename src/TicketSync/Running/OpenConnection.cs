using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.TicketSync;

/// <summary>A connection and what is known of it. Safe for concurrent use.</summary>
internal sealed class OpenConnection(CloudConnection connection) : IDisposable
{
    private volatile string? application;

    public CloudConnection Connection => connection;

    /// <summary>The display name in our token, which the source shows as who modified what we write; null when it cannot be read.</summary>
    public async ValueTask<string?> ApplicationAsync(CancellationToken cancellation)
    {
        if (application is null
            && (await connection.ReadGrantAsync(CloudService.ResourceManager, cancellation).ConfigureAwait(false)).TryGet(out var grant, out _))
        {
            // Empty = it was read and names nothing: not asked for again.
            application = grant.ApplicationName ?? "";
        }

        return application is { Length: > 0 } named ? named : null;
    }

    public void Dispose() => connection.Dispose();
}
