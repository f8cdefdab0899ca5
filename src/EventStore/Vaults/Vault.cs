using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.EventStore;

/// <summary>Reads documents of the payload and entity vault; they are written and erased by <see cref="EventLog.AppendAsync"/> alone.</summary>
public sealed class Vault
{
    private static readonly string ReadVault = SqlText.Read("read_vault.sql");

    private readonly TenantSessions sessions;

    internal Vault(TenantSessions sessions)
    {
        this.sessions = sessions;
    }

    /// <summary>
    /// Reads documents by commitment. One that is absent from the answer was erased or never kept. The content is not compared with its
    /// commitment here: <see cref="VaultContent.Matches"/> does that.
    /// </summary>
    /// <exception cref="ArgumentException">A text is not a commitment.</exception>
    /// <exception cref="InvalidDataException">A row was damaged so that it cannot be decompressed.</exception>
    public async Task<IReadOnlyDictionary<string, VaultContent>> ReadAsync(
        string tenant, IReadOnlyCollection<string> commitments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        if (commitments.Count == 0)
        {
            return new Dictionary<string, VaultContent>(StringComparer.Ordinal);
        }

        return await sessions.QueryAsync(tenant, ReadVault, [Parameter.Text(tenant), Keys(commitments)], ReadRowsAsync, cancellationToken);
    }

    /// <summary>
    /// Reads documents in the transaction of a fold. Absent from the answer is what was erased or never kept, and what does not match its commitment:
    /// a fold must not stand still before a damage that only an erasure can mend, and must not believe it either.
    /// </summary>
    /// <exception cref="ArgumentException">A text is not a commitment.</exception>
    public static async Task<IReadOnlyDictionary<string, VaultContent>> ReadWholeAsync(
        TenantTransaction transaction, IReadOnlyCollection<string> commitments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(commitments);
        var contents = new Dictionary<string, VaultContent>(StringComparer.Ordinal);
        if (commitments.Count == 0)
        {
            return contents;
        }

        var statement = new NpgsqlBatchCommand(ReadVault) { Parameters = { Parameter.Text(transaction.Tenant), Keys(commitments) } };
        return await transaction.ReadAsync(
            [statement],
            async (reader, token) =>
            {
                while (await reader.ReadAsync(token))
                {
                    if (ReadWhole(reader) is var (commitment, content))
                    {
                        contents[commitment] = content;
                    }
                }

                return contents;
            },
            cancellationToken: cancellationToken);
    }

    private static (string Commitment, VaultContent Content)? ReadWhole(NpgsqlDataReader reader)
    {
        var commitment = reader.GetString(0);
        try
        {
            var content = ReadRow(reader);
            return content.Matches(commitment) ? (commitment, content) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<Dictionary<string, VaultContent>> ReadRowsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<string, VaultContent>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            contents[reader.GetString(0)] = ReadRow(reader);
        }

        return contents;
    }

    private static VaultContent ReadRow(NpgsqlDataReader reader)
    {
        var bytes = PackedDocument.Unpack((VaultEncoding)reader.GetInt16(2), reader.GetFieldValue<byte[]>(3), reader.GetInt32(4));
        return new VaultContent((VaultKind)reader.GetInt16(1), bytes, reader.GetFieldValue<byte[]>(5));
    }

    private static NpgsqlParameter Keys(IReadOnlyCollection<string> commitments) =>
        commitments.FirstOrDefault(static commitment => !VaultCommitment.IsWellFormed(commitment)) is { } malformed
            ? throw new ArgumentException($"'{malformed}' is not a commitment.", nameof(commitments))
            : Parameter.Of(commitments.Select(Convert.FromHexString).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea);
}
