using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Asks the process that polls a connector to poll it now. Lost wishes are harmless: the regular poll comes anyway.</summary>
internal sealed class PollWakes(LedgerDatabase database, TimeProvider time, ILogger logger)
{
    private static readonly string Notify = Sql.Read("notify_poll.sql");
    private static readonly string Listen = Sql.Read("listen_poll.sql");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task SendAsync(string tenant, string connector, CancellationToken cancellation)
    {
        await using var command = database.AppSource.CreateCommand(Notify);
        command.Parameters.Add(new NpgsqlParameter { Value = $"{tenant}/{connector}", NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Hears wishes until cancelled, over a connection that is opened anew when it breaks.</summary>
    public async Task HearAsync(Action<string, string> woken, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await HearOnceAsync(woken, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NpgsqlException or IOException && !cancellation.IsCancellationRequested)
            {
                logger.LogDebug(e, "The connection that hears wishes to poll broke");
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task HearOnceAsync(Action<string, string> woken, CancellationToken cancellation)
    {
        await using var connection = await database.AppSource.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        connection.Notification += (_, wish) =>
        {
            if (wish.Payload.Split('/', 2) is [var tenant, var connector])
            {
                woken(tenant, connector);
            }
        };
        await using (var command = new NpgsqlCommand(Listen, connection))
        {
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        while (true)
        {
            await connection.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
