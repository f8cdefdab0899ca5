using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>What a generation holds of a tenant: SHA-256 over its tables by name, and in each over the SHA-256 of its rows in the order of the key.</summary>
/// <param name="Hash">Lower-case hex. Equal rows give an equal hash, in whatever order they were written and whichever generation holds them.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record ContentHash(string Hash, long Rows)
{
    /// <summary>Hashes in the space's transaction; the server hashes the rows, so that only 32 bytes of each come here.</summary>
    public static async Task<ContentHash> OfAsync(TableSpace tables, CancellationToken cancellationToken)
    {
        tables.Transaction.Defer(new NpgsqlBatchCommand(SqlFile.Read("Rebuilds/hash_timezone.sql", tables.Schema)));
        tables.Transaction.Defer(new NpgsqlBatchCommand(SqlFile.Read("Rebuilds/hash_on_one_core.sql", tables.Schema)));
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        foreach (var table in await tables.Command("Rebuilds/tables.sql").ReadAsync(static r => r.GetString(0), cancellationToken))
        {
            string Named(string sql) => sql.Replace("{table}", table, StringComparison.Ordinal);
            var keys = await tables.Command("Verification/key_columns.sql", Named).ReadAsync(static r => r.GetString(0), cancellationToken);
            var order = keys.Count == 0 ? "tenant_id" : string.Join(", ", keys);
            whole.AppendData(Encoding.UTF8.GetBytes($"{table}\n"));
            rows += await tables.Command("Rebuilds/hash_rows.sql", sql => Named(sql).Replace("{keys}", order, StringComparison.Ordinal))
                .Patient().EachAsync(reader => whole.AppendData(reader.GetFieldValue<byte[]>(0)), cancellationToken);
        }

        return new ContentHash(Convert.ToHexStringLower(whole.GetHashAndReset()), rows);
    }
}
