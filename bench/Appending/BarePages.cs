using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>
/// The least that a page can cost: the same rows by binary <c>COPY</c> into the same tables, in one transaction that takes the head row and moves
/// the cursor, on one open session of the superuser, which is under no row-level security. It asks nothing: neither known ids nor versions.
/// Sealing, encoding, hashing and compressing are counted here too.
/// </summary>
internal sealed class BarePages(NpgsqlConnection connection)
{
    private const string Streams = "copy ledger.mt_streams (tenant_id, id, type, version, timestamp, is_archived) from stdin (format binary)";
    private const string Ids = "copy ledger.event_ids (tenant_id, id, position) from stdin (format binary)";
    private const string Vault = "copy ledger.vault (tenant_id, commitment, kind, salt, size, encoding, bytes) from stdin (format binary)";

    private const string Events =
        "copy ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived) from stdin (format binary)";

    private static readonly string TakeHead = BenchSql.Read("take_head.sql");
    private static readonly string MoveHead = BenchSql.Read("move_head.sql");

    private byte[] packed = [];

    /// <summary>Seals, encodes and copies a page.</summary>
    public async Task WriteAsync(IReadOnlyList<AlertInput> page, CancellationToken cancellation)
    {
        var sealedPage = page.Select(static alert => Encode(alert)).ToList();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (position, time) = await HeadAsync(cancellation);
        var written = Write(sealedPage, position, time);
        await using var move = new NpgsqlCommand(MoveHead, connection)
        {
            Parameters =
            {
                new() { Value = BenchDatabase.Tenant }, new() { Value = position + written }, new() { Value = time.AddMicroseconds(written) },
                new() { Value = """{"page":1}""", NpgsqlDbType = NpgsqlDbType.Json },
            },
        };
        await move.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static EncodedAlert Encode(AlertInput alert)
    {
        var (payload, entities, events) = alert.Seal();
        return new EncodedAlert(alert, payload, entities, [.. events.Select(static e => EventCodec.Encode(e))]);
    }

    private async Task<(long Position, DateTime Time)> HeadAsync(CancellationToken cancellation)
    {
        await using var take = new NpgsqlCommand(TakeHead, connection) { Parameters = { new() { Value = BenchDatabase.Tenant } } };
        await using var reader = await take.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetDateTime(1));
    }

    // Synchronous: an importer writes to its buffer, and a task for each of twenty thousand cells would be a cost that is not unavoidable.
    private int Write(List<EncodedAlert> page, long position, DateTime time)
    {
        Copy(Streams, page, (importer, alert) => Row(importer, alert, time));
        var n = 0;
        Copy(Events, page, (importer, alert) =>
        {
            for (var i = 0; i < alert.Events.Count; i++)
            {
                n++;
                Row(importer, alert, i, position + n, time.AddMicroseconds(n - 1));
            }
        });
        var k = 0;
        Copy(Ids, page.SelectMany(static alert => alert.Input.Ids), (importer, id) =>
        {
            importer.StartRow();
            importer.Write(BenchDatabase.Tenant, NpgsqlDbType.Varchar);
            importer.Write(id, NpgsqlDbType.Uuid);
            importer.Write(position + (++k), NpgsqlDbType.Bigint);
        });
        Copy(Vault, page.SelectMany(static alert => (VaultEntry[])[alert.Payload, alert.Entities]), Row);
        return n;
    }

    private void Copy<T>(string sql, IEnumerable<T> rows, Action<NpgsqlBinaryImporter, T> write)
    {
        using var importer = connection.BeginBinaryImport(sql);
        foreach (var row in rows)
        {
            write(importer, row);
        }

        importer.Complete();
    }

    private static void Row(NpgsqlBinaryImporter importer, EncodedAlert alert, DateTime time)
    {
        importer.StartRow();
        importer.Write(BenchDatabase.Tenant, NpgsqlDbType.Varchar);
        importer.Write(alert.Input.Stream, NpgsqlDbType.Varchar);
        importer.Write("alert", NpgsqlDbType.Varchar);
        importer.Write((long)alert.Events.Count, NpgsqlDbType.Bigint);
        importer.Write(time, NpgsqlDbType.TimestampTz);
        importer.Write(value: false, NpgsqlDbType.Boolean);
    }

    private static void Row(NpgsqlBinaryImporter importer, EncodedAlert alert, int index, long position, DateTime time)
    {
        var encoded = alert.Events[index];
        importer.StartRow();
        importer.Write(position, NpgsqlDbType.Bigint);
        importer.Write(alert.Input.Ids[index], NpgsqlDbType.Uuid);
        importer.Write(alert.Input.Stream, NpgsqlDbType.Varchar);
        importer.Write(index + 1L, NpgsqlDbType.Bigint);
        importer.Write(encoded.Data, NpgsqlDbType.Jsonb);
        importer.Write(encoded.Alias, NpgsqlDbType.Varchar);
        importer.Write(time, NpgsqlDbType.TimestampTz);
        importer.Write(BenchDatabase.Tenant, NpgsqlDbType.Varchar);
        importer.Write("dropzone:" + encoded.Alias, NpgsqlDbType.Varchar);
        importer.Write($$"""{"digest":"{{Convert.ToHexStringLower(SHA256.HashData(encoded.Data))}}"}""", NpgsqlDbType.Jsonb);
        importer.Write(value: false, NpgsqlDbType.Boolean);
    }

    private void Row(NpgsqlBinaryImporter importer, VaultEntry entry)
    {
        var most = BrotliEncoder.GetMaxCompressedLength(entry.Bytes.Length);
        packed = packed.Length < most ? new byte[most] : packed;
        var smaller = BrotliEncoder.TryCompress(entry.Bytes.Span, packed, out var length, 1, 22) && length < entry.Bytes.Length;
        importer.StartRow();
        importer.Write(BenchDatabase.Tenant, NpgsqlDbType.Varchar);
        importer.Write(Convert.FromHexString(entry.Commitment), NpgsqlDbType.Bytea);
        importer.Write((short)entry.Kind, NpgsqlDbType.Smallint);
        importer.Write(entry.Salt, NpgsqlDbType.Bytea);
        importer.Write(entry.Bytes.Length, NpgsqlDbType.Integer);
        importer.Write((short)(smaller ? 1 : 0), NpgsqlDbType.Smallint);
        importer.Write(smaller ? packed.AsMemory(0, length) : entry.Bytes, NpgsqlDbType.Bytea);
    }

    private sealed record EncodedAlert(AlertInput Input, VaultEntry Payload, VaultEntry Entities, IReadOnlyList<EncodedEvent> Events);
}
