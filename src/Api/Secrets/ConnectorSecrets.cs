using System.Text.Json;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Npgsql;

namespace Dropzone.Ledger.Api.Secrets;

/// <summary>
/// Sealed secrets by the event that brought them (a <c>SecretRotated</c>). The row is written before the event and read only through it: an append
/// that did not happen leaves a row that nothing names, and a <c>SecretRotated</c> without a row says that the secret was discarded.
/// </summary>
public sealed class ConnectorSecrets(LedgerDatabase database, MasterKey key, TimeProvider time)
{
    private const string RotatedAlias = "secret_rotated";
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>Seals and keeps a secret for an event that is about to be appended.</summary>
    public async Task KeepAsync(
        SecretPlace place, Guid rotated, ConnectorSecret secret, CertificateFacts? certificate, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(secret);
        await using var transaction = await database.BeginAsync(place.Tenant, cancellationToken: cancellation);
        await using var command = Command(transaction, "insert_secret", place.Connector);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new NpgsqlParameter("field", place.Field),
            new NpgsqlParameter("event", rotated),
            new NpgsqlParameter("revision", place.Revision),
            new NpgsqlParameter("sealed", SecretSeal.Seal(key, place, secret.Pack())),
            new NpgsqlParameter("facts", JsonSerializer.Serialize(certificate)),
            new NpgsqlParameter("now", time.GetUtcNow()),
        });
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The secret in force.</summary>
    public async Task<SecretReading> OpenAsync(string tenant, string connector, CancellationToken cancellation)
    {
        if (await NewestAsync(tenant, connector, cancellation) is not { } row)
        {
            return new SecretReading.None();
        }

        var opened = SecretSeal.Open(key, new SecretPlace(tenant, connector, row.Facts.Field, row.Facts.Revision), row.Sealed);
        return opened is null
            ? new SecretReading.Unreadable()
            : new SecretReading.Opened(ConnectorSecret.Unpack(row.Facts.Field, opened), row.Facts);
    }

    /// <summary>What may be said of the secret in force; null when there is none.</summary>
    public async Task<SecretFacts?> DescribeAsync(string tenant, string connector, CancellationToken cancellation) =>
        (await NewestAsync(tenant, connector, cancellation))?.Facts;

    /// <summary>Deletes rows that are not in force any more, except young ones, whose append may be under way.</summary>
    public async Task SweepAsync(string tenant, string connector, CancellationToken cancellation)
    {
        var recorded = (await RotationsAsync(tenant, connector, cancellation)).Select(static e => e.Id).ToList();
        await using var transaction = await database.BeginAsync(tenant, cancellationToken: cancellation);
        await using var command = Command(transaction, "discard_secrets", connector);
        command.Parameters.Add(new NpgsqlParameter("replaced", recorded.SkipLast(1).ToArray()));
        command.Parameters.Add(new NpgsqlParameter("current", recorded.TakeLast(1).ToArray()));
        command.Parameters.Add(new NpgsqlParameter("before", time.GetUtcNow() - Grace));
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<Row?> NewestAsync(string tenant, string connector, CancellationToken cancellation)
    {
        if (await RotationsAsync(tenant, connector, cancellation) is not [.., var rotated])
        {
            return null;
        }

        using var data = JsonDocument.Parse(rotated.Data);
        var field = data.RootElement.GetProperty("field").GetString()!;
        await using var transaction = await database.BeginAsync(tenant, cancellationToken: cancellation);
        await using var command = Command(transaction, "find_secret", connector);
        command.Parameters.Add(new NpgsqlParameter("field", field));
        command.Parameters.Add(new NpgsqlParameter("event", rotated.Id));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        var certificate = JsonSerializer.Deserialize<CertificateFacts>(reader.GetString(2));
        return new Row(
            new SecretFacts(
                field, reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(3), certificate?.Thumbprint, certificate?.NotAfter),
            reader.GetFieldValue<byte[]>(1));
    }

    private async Task<IReadOnlyList<StoredEvent>> RotationsAsync(string tenant, string connector, CancellationToken cancellation) =>
        await database.Log.ReadLogAsync(
            tenant, 0, int.MaxValue, new LogFilter([RotatedAlias], Domain.Streams.StreamId.Connector(connector)), cancellation);

    private static NpgsqlCommand Command(TenantTransaction transaction, string statement, string connector)
    {
        var command = new NpgsqlCommand(SqlText.Of("Secrets/" + statement), transaction.Connection, transaction.Transaction);
        command.Parameters.Add(new NpgsqlParameter("tenant", transaction.Tenant));
        command.Parameters.Add(new NpgsqlParameter("connector", connector));
        return command;
    }

    private sealed record Row(SecretFacts Facts, byte[] Sealed);
}

/// <summary>What opening a connector's secret came to. Closed.</summary>
public abstract record SecretReading
{
    private SecretReading()
    {
    }

    /// <summary>The secret.</summary>
    public sealed record Opened(ConnectorSecret Secret, SecretFacts Facts) : SecretReading;

    /// <summary>None was given, or it was discarded.</summary>
    public sealed record None : SecretReading;

    /// <summary>It was sealed under another master key, or was changed.</summary>
    public sealed record Unreadable : SecretReading;
}
