using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>A named state that a worker resumes from.</summary>
/// <param name="Name">Name within the tenant.</param>
/// <param name="Revision">Grows by one at each move.</param>
/// <param name="State">JSON, byte for byte as it was given.</param>
/// <param name="UpdatedAt">When it was last moved, by the server's clock.</param>
public sealed record Cursor(string Name, long Revision, ReadOnlyMemory<byte> State, DateTimeOffset UpdatedAt);

/// <summary>Reads cursors; they are moved by <see cref="EventLog.AppendAsync"/> alone.</summary>
public sealed class Cursors
{
    private static readonly string ReadCursors = SqlText.Read("read_cursors.sql");

    private readonly TenantSessions sessions;

    internal Cursors(TenantSessions sessions)
    {
        this.sessions = sessions;
    }

    /// <summary>A cursor, or null when it was never moved.</summary>
    public async Task<Cursor?> ReadAsync(string tenant, string name, CancellationToken cancellationToken = default) =>
        (await QueryAsync(tenant, name, null, cancellationToken)).SingleOrDefault();

    /// <summary>The cursors whose names begin with a prefix, in order of name.</summary>
    public Task<IReadOnlyList<Cursor>> ListAsync(string tenant, string prefix, CancellationToken cancellationToken = default) =>
        QueryAsync(tenant, null, prefix, cancellationToken);

    private Task<IReadOnlyList<Cursor>> QueryAsync(string tenant, string? name, string? prefix, CancellationToken cancellationToken) =>
        sessions.QueryAsync(
            tenant, ReadCursors, [Parameter.Text(tenant), Parameter.Text(name), Parameter.Text(prefix)], ReadRowsAsync, cancellationToken);

    private static async Task<IReadOnlyList<Cursor>> ReadRowsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var cursors = new List<Cursor>();
        while (await reader.ReadAsync(cancellationToken))
        {
            cursors.Add(new Cursor(
                reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return cursors;
    }
}
