using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Hears what other processes announce and wakes the followers of this one.</summary>
internal sealed class Listener(string connectionString, HeadSignals signals, TimeProvider time, ILogger<Listener> logger)
{
    private static readonly string Listen = SqlText.Read("listen.sql");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException failure)
            {
                logger.LogWarning("Listening was interrupted ({SqlState}); it starts again.", failure.SqlState ?? "connection lost");
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        connection.Notification += (_, message) =>
        {
            // The head, a colon, the tenant: see ledger.announce. Whoever has a login may say anything else here.
            var colon = message.Payload.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && long.TryParse(message.Payload.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var head))
            {
                signals.Heard(message.Payload[(colon + 1)..], head);
            }
        };
        await connection.OpenAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(Listen, connection))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // What was announced before this session listened was missed.
        signals.WakeAll();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
