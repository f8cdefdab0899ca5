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
        if (commitments.FirstOrDefault(static commitment => !VaultCommitment.IsWellFormed(commitment)) is { } malformed)
        {
            throw new ArgumentException($"'{malformed}' is not a commitment.", nameof(commitments));
        }

        if (commitments.Count == 0)
        {
            return new Dictionary<string, VaultContent>(StringComparer.Ordinal);
        }

        var keys = Parameter.Of(commitments.Select(Convert.FromHexString).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea);
        return await sessions.QueryAsync(tenant, ReadVault, [Parameter.Text(tenant), keys], ReadRowsAsync, cancellationToken);
    }

    private static async Task<Dictionary<string, VaultContent>> ReadRowsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<string, VaultContent>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var bytes = PackedDocument.Unpack(
                (VaultEncoding)reader.GetInt16(2), reader.GetFieldValue<byte[]>(3), reader.GetInt32(4));
            contents[reader.GetString(0)] = new VaultContent((VaultKind)reader.GetInt16(1), bytes, reader.GetFieldValue<byte[]>(5));
        }

        return contents;
    }
}
