using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// Announces heads after their commits, apart from the append: a NOTIFY inside it would serialise all commits of the server. At its start, and
/// after each failure, it announces every tenant, since a process may have died between a commit and its announcement.
/// </summary>
internal sealed class Announcer(
    TenantSessions sessions, TenantRegistry tenants, HeadSignals signals, TimeProvider time, ILogger<Announcer> logger)
{
    private static readonly string Announce = SqlText.Read("announce.sql");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                foreach (var tenant in await tenants.ListAsync(cancellationToken))
                {
                    await AnnounceAsync(tenant, cancellationToken);
                }

                while (true)
                {
                    await AnnounceAsync(await signals.NextAnnouncementAsync(cancellationToken), cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException failure)
            {
                logger.LogWarning("Announcing was interrupted ({SqlState}); it starts again.", failure.SqlState ?? "connection lost");
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task<bool> AnnounceAsync(string tenant, CancellationToken cancellationToken) => sessions.QueryPreparedAsync(
        tenant,
        new NpgsqlBatchCommand(Announce) { Parameters = { Parameter.Text(tenant) } },
        static (reader, token) => reader.ReadAsync(token),
        cancellationToken);
}
