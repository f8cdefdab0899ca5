using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Calls the write path and turns its answer into an outcome.</summary>
internal sealed class Appender
{
    /// <summary>SQLSTATE of <c>ledger.append_new</c>: the tenant is unknown, or the stream has another version.</summary>
    private const string NotAsExpected = "LG006";

    private static readonly string Append = SqlText.Read("append.sql");
    private static readonly string AppendNew = SqlText.Read("append_new.sql");

    private readonly TenantSessions sessions;
    private readonly HeadSignals signals;
    private readonly GroupCommit<AppendBatch, AppendOutcome?> plain;

    public Appender(TenantSessions sessions, HeadSignals signals)
    {
        (this.sessions, this.signals) = (sessions, signals);
        plain = new GroupCommit<AppendBatch, AppendOutcome?>(CallNewAsync);
    }

    public async Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var batch = AppendBatch.Of(request);
        FailPoint.Reach("before-append");
        var outcome = (batch.IsPlain ? await plain.WriteAsync(batch.Tenant, batch, cancellationToken) : null) ?? await CallAsync(batch, cancellationToken);
        FailPoint.Reach("after-append-before-reply");
        return outcome;
    }

    /// <returns>
    /// Nulls when something of one of them is not as its request takes it to be: nothing is written then, and the other function tells each what it is.
    /// </returns>
    private async Task<IReadOnlyList<AppendOutcome?>> CallNewAsync(IReadOnlyList<AppendBatch> appends, CancellationToken cancellationToken)
    {
        try
        {
            var appended = await QueryAsync(
                appends[0].Tenant,
                appends.Select(static append => Statement(AppendNew, append.PlainParameters())),
                (reader, n) => OfNew(reader, appends[n]),
                cancellationToken);
            signals.Appended(appends[0].Tenant, appended.Count == 1 ? appended[0].Written : [.. appended.SelectMany(static one => one.Written)]);
            return [.. appended.Select(static one => one.Outcome)];
        }
        catch (PostgresException refused) when (refused.SqlState is NotAsExpected or PostgresErrorCodes.UniqueViolation)
        {
            return new AppendOutcome?[appends.Count];
        }
    }

    private async Task<AppendOutcome> CallAsync(AppendBatch append, CancellationToken cancellationToken)
    {
        var (outcome, written) = (await QueryAsync(append.Tenant, [Statement(Append, append.Parameters())], (reader, _) => Of(reader, append), cancellationToken))[0];
        if (written.Count > 0)
        {
            signals.Appended(append.Tenant, written);
        }
        else if (outcome is AppendOutcome.Appended { Written: > 0 } appended)
        {
            signals.Appended(append.Tenant, appended.LastPosition);
        }

        return outcome;
    }

    private static NpgsqlBatchCommand Statement(string call, IReadOnlyList<NpgsqlParameter> parameters)
    {
        var statement = new NpgsqlBatchCommand(call);
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }

    // Kept prepared: a call of so many parameters is parsed and planned for longer than two events are written.
    private Task<IReadOnlyList<Appended>> QueryAsync(
        string tenant, IEnumerable<NpgsqlBatchCommand> calls, Func<NpgsqlDataReader, int, Appended> read, CancellationToken cancellationToken) =>
        sessions.QueryPreparedAsync<IReadOnlyList<Appended>>(
            tenant,
            calls,
            async (reader, token) =>
            {
                // The transaction commits after the last row was sent, so an answer counts only once the server has said that it did.
                var appended = new List<Appended>(1);
                do
                {
                    while (await reader.ReadAsync(token))
                    {
                        appended.Add(read(reader, appended.Count));
                    }
                }
                while (await reader.NextResultAsync(token));
                return appended;
            },
            cancellationToken);

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
