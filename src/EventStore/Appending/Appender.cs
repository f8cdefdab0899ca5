using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Calls the one write path and turns its answer into an outcome.</summary>
internal sealed class Appender(TenantSessions sessions, HeadSignals signals)
{
    private static readonly string Append = SqlText.Read("append.sql");

    public async Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var batch = AppendBatch.Of(request);
        FailPoint.Reach("before-append");
        var call = new NpgsqlBatchCommand(Append);
        foreach (var parameter in batch.Parameters())
        {
            call.Parameters.Add(parameter);
        }

        // Kept prepared: a call of 27 parameters is parsed and planned for longer than two events are written.
        var (outcome, written) = await sessions.QueryPreparedAsync(
            request.Tenant,
            call,
            (reader, token) => ReadAsync(reader, batch, token),
            cancellationToken);
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

    private static async Task<(AppendOutcome Outcome, IReadOnlyList<StoredEvent> Written)> ReadAsync(
        NpgsqlDataReader reader, AppendBatch batch, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
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
        var written = outcome is AppendOutcome.Appended { Written: > 0, AlreadyKnown: 0 } whole
            ? batch.Written(whole.FirstPosition, reader.GetFieldValue<DateTimeOffset>(8), reader.GetFieldValue<long[]>(9))
            : [];

        // The transaction commits after the last row was sent, so an answer counts only once the server has said that it did.
        while (await reader.ReadAsync(cancellationToken) || await reader.NextResultAsync(cancellationToken))
        {
        }

        return (outcome, written);
    }
}
