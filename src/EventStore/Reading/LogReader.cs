using System.Buffers;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.EventStore;

/// <summary>Reads events under row-level security, one round trip each.</summary>
internal sealed class LogReader(TenantSessions sessions)
{
    private const int UsualData = 64 * 1024, JsonbVersion = 1;

    private static readonly string Head = SqlText.Read("head.sql");
    private static readonly string ReadStream = SqlText.Read("read_stream.sql");
    private static readonly string ReadStreams = SqlText.Read("read_streams.sql");
    private static readonly string ReadLog = SqlText.Read("read_log.sql");
    private static readonly string ReadFacts = SqlText.Read("read_facts.sql");
    private static readonly string ReadLogFiltered = SqlText.Read("read_log_filtered.sql");
    private static readonly string FindEvent = SqlText.Read("find_event.sql");
    private static readonly string PositionAt = SqlText.Read("position_at.sql");

    public Task<LogHead> HeadAsync(string tenant, CancellationToken cancellationToken) =>
        sessions.QueryAsync(tenant, Head, [Parameter.Text(tenant)], ReadHeadAsync, cancellationToken);

    public Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(
        string tenant, string stream, long fromVersion, int limit, CancellationToken cancellationToken) =>
        EventsPreparedAsync(
            tenant,
            ReadStream,
            [Parameter.Text(tenant), Parameter.Text(stream), Parameter.Bigint(fromVersion), Parameter.Bigint(limit)],
            cancellationToken);

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<StoredEvent>>> ReadStreamsAsync(
        string tenant, IReadOnlyCollection<string> streams, CancellationToken cancellationToken)
    {
        if (streams.Count == 0)
        {
            return new Dictionary<string, IReadOnlyList<StoredEvent>>(StringComparer.Ordinal);
        }

        var events = await EventsPreparedAsync(
            tenant, ReadStreams, [Parameter.Text(tenant), Parameter.Texts([.. streams])], cancellationToken);
        return events
            .GroupBy(static e => e.Stream, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static IReadOnlyList<StoredEvent> (g) => [.. g], StringComparer.Ordinal);
    }

    public Task<IReadOnlyList<StoredEvent>> ReadLogAsync(
        string tenant, long after, int limit, LogFilter? filter, CancellationToken cancellationToken)
    {
        List<NpgsqlParameter> parameters = [Parameter.Text(tenant), Parameter.Bigint(after), Parameter.Bigint(limit)];
        if (filter is null)
        {
            return EventsPreparedAsync(tenant, ReadLog, parameters, cancellationToken);
        }

        // Planned with its values: parts that are not asked for vanish, and a stream is found by its own index.
        parameters.Add(Parameter.Of(filter.Types?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text));
        parameters.Add(Parameter.Text(filter.Stream));
        parameters.Add(Parameter.Text(filter.StreamPrefix));
        return EventsAsync(tenant, ReadLogFiltered, parameters, cancellationToken);
    }

    public Task<IReadOnlyList<T>> ReadLogAsync<T>(string tenant, long after, int limit, EventRead<T> read, CancellationToken cancellationToken)
    {
        var page = new NpgsqlBatchCommand(ReadFacts)
        {
            Parameters = { Parameter.Text(tenant), Parameter.Bigint(after), Parameter.Bigint(limit) },
        };
        return sessions.QueryPreparedAsync(tenant, page, (reader, token) => ReadPageAsync(reader, read, token), cancellationToken);
    }

    public async Task<StoredEvent?> FindAsync(string tenant, Guid eventId, CancellationToken cancellationToken)
    {
        var events = await EventsAsync(
            tenant, FindEvent, [Parameter.Text(tenant), Parameter.Of(eventId, NpgsqlDbType.Uuid)], cancellationToken);
        return events.SingleOrDefault();
    }

    public Task<long> PositionAtAsync(string tenant, DateTimeOffset time, CancellationToken cancellationToken) =>
        sessions.QueryAsync(
            tenant,
            PositionAt,
            [Parameter.Text(tenant), Parameter.Of(time.UtcDateTime, NpgsqlDbType.TimestampTz)],
            static async (reader, token) => await reader.ReadAsync(token) ? reader.GetInt64(0) : 0,
            cancellationToken);

    private Task<IReadOnlyList<StoredEvent>> EventsAsync(
        string tenant, string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellationToken) =>
        sessions.QueryAsync(tenant, sql, parameters, ReadEventsAsync, cancellationToken);

    // Whoever follows the log or folds a stream asks the same again and again: parsing and planning it takes longer than reading a few events.
    private Task<IReadOnlyList<StoredEvent>> EventsPreparedAsync(
        string tenant, string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return sessions.QueryPreparedAsync(tenant, statement, ReadEventsAsync, cancellationToken);
    }

    private static async Task<LogHead> ReadHeadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken)
            ? new LogHead(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1))
            : new LogHead(0, DateTimeOffset.UnixEpoch);

    private static async Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new StoredEvent(
                reader.GetInt64(0),
                reader.GetGuid(1),
                reader.GetString(2),
                reader.GetInt64(3),
                reader.GetString(4),
                reader.GetFieldValue<byte[]>(5),
                reader.GetFieldValue<DateTimeOffset>(6),
                reader.IsDBNull(7) ? string.Empty : reader.GetString(7),
                TextOrNull(reader, 8),
                TextOrNull(reader, 9),
                TextOrNull(reader, 10)));
        }

        return events;
    }

    private static async Task<IReadOnlyList<T>> ReadPageAsync<T>(NpgsqlDataReader reader, EventRead<T> read, CancellationToken cancellationToken)
    {
        var events = new List<T>();
        var data = ArrayPool<byte>.Shared.Rent(UsualData);
        try
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                // What jsonb sends begins with its version, one byte.
                var length = (int)reader.GetBytes(5, 0, null, 0, 0) - JsonbVersion;
                if (length > data.Length)
                {
                    ArrayPool<byte>.Shared.Return(data);
                    data = ArrayPool<byte>.Shared.Rent(length);
                }

                reader.GetBytes(5, JsonbVersion, data, 0, length);
                var stored = new StoredEvent(
                    reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), default,
                    reader.GetFieldValue<DateTimeOffset>(6), string.Empty, null, null, null);
                events.Add(read(stored, data.AsSpan(0, length)));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(data);
        }

        return events;
    }

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
