using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Calls the write path and turns its answer into an outcome.</summary>
internal sealed class Appender(TenantSessions sessions, HeadSignals signals)
{
    /// <summary>SQLSTATE of <c>ledger.append_new</c>: the tenant is unknown, or the stream has another version.</summary>
    private const string NotAsExpected = "LG006";

    private static readonly string Append = SqlText.Read("append.sql");
    private static readonly string AppendNew = SqlText.Read("append_new.sql");

    public async Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var batch = AppendBatch.Of(request);
        FailPoint.Reach("before-append");
        var (outcome, written) = (batch.IsPlain ? await CallNewAsync(batch, cancellationToken) : null) ?? await CallAsync(batch, cancellationToken);
        FailPoint.Reach("after-append-before-reply");
        if (written.Count > 0)
        {
            signals.Appended(request.Tenant, written);
        }
        else if (outcome is AppendOutcome.Appended { Written: > 0 } appended)
        {
            signals.Appended(request.Tenant, appended.LastPosition);
        }

        return outcome;
    }

    /// <returns>Null when something is not as the request takes it to be: nothing is written then, and the other function tells what it is.</returns>
    private async Task<Appended?> CallNewAsync(AppendBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await QueryAsync(batch.Tenant, AppendNew, batch.PlainParameters(), reader => OfNew(reader, batch), cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState is NotAsExpected or PostgresErrorCodes.UniqueViolation)
        {
            return null;
        }
    }

    private Task<Appended> CallAsync(AppendBatch batch, CancellationToken cancellationToken) =>
        QueryAsync(batch.Tenant, Append, batch.Parameters(), reader => Of(reader, batch), cancellationToken);

    // Kept prepared: a call of so many parameters is parsed and planned for longer than two events are written.
    private Task<Appended> QueryAsync(
        string tenant, string call, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, Appended> read, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(call);
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return sessions.QueryPreparedAsync(
            tenant,
            statement,
            async (reader, token) =>
            {
                await reader.ReadAsync(token);
                var appended = read(reader);

                // The transaction commits after the last row was sent, so an answer counts only once the server has said that it did.
                while (await reader.ReadAsync(token) || await reader.NextResultAsync(token))
                {
                }

                return appended;
            },
            cancellationToken);
    }

    private static Appended OfNew(NpgsqlDataReader reader, AppendBatch batch)
    {
        var written = batch.Written(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), [reader.GetInt64(2)]);
        return new Appended(new AppendOutcome.Appended(written[0].Position, written[^1].Position, written.Count, AlreadyKnown: 0), written);
    }

    private static Appended Of(NpgsqlDataReader reader, AppendBatch batch)
    {
        AppendOutcome outcome = reader.GetString(0) switch
        {
            "appended" => new AppendOutcome.Appended(reader.GetInt64(4), reader.GetInt64(5), reader.GetInt32(6), reader.GetInt32(7)),
            "already_appended" => new AppendOutcome.AlreadyAppended(reader.GetInt64(5)),
            "version_conflict" => new AppendOutcome.VersionConflict(reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)),
            "content_conflict" => new AppendOutcome.ContentConflict(Guid.Parse(reader.GetString(1))),
            "cursor_conflict" => new AppendOutcome.CursorConflict(reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)),
            "tenant_unknown" => new AppendOutcome.TenantUnknown(batch.Tenant),
            var unknown => throw new InvalidOperationException($"ledger.append answered '{unknown}'."),
        };
        return new Appended(
            outcome,
            outcome is AppendOutcome.Appended { Written: > 0, AlreadyKnown: 0 } whole
                ? batch.Written(whole.FirstPosition, reader.GetFieldValue<DateTimeOffset>(8), reader.GetFieldValue<long[]>(9))
                : []);
    }

    /// <summary>What became of an append, and the events as the log holds them, when it knew none of them before.</summary>
    private sealed record Appended(AppendOutcome Outcome, IReadOnlyList<StoredEvent> Written);
}
