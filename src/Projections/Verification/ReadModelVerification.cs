using System.Data;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Compares every read model with a fresh fold of the record: the same fold and the same statements, into temporary tables of one
/// repeatable-read snapshot, which is rolled back. Changes nothing.
/// </summary>
public sealed class ReadModelVerification(ReadModels models)
{
    private const int FindingsPerTable = 100;
    private const int AnalyzeEvery = 25;

    /// <summary>Every finding, at most 100 a table.</summary>
    public async Task<IReadOnlyList<Finding>> VerifyAsync(
        string tenant, IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var findings = new List<Finding>();
        foreach (var projection in ReadModels.Projections)
        {
            findings.AddRange(await VerifyAsync(tenant, projection, progress, cancellationToken));
        }

        return findings;
    }

    private async Task<List<Finding>> VerifyAsync(
        string tenant, IProjection projection, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        var generation = await models.Serving.OfAsync(tenant, projection.Name, cancellationToken);
        await using var transaction = await models.Database.BeginAsync(tenant, IsolationLevel.RepeatableRead, cancellationToken);
        var until = await models.Database.Checkpoints.ReadAsync(
            transaction, generation.Checkpoint(tenant), cancellationToken);
        var serving = new TableSpace(transaction, generation.Schema);
        var fresh = new TableSpace(transaction, TableSpace.Temporary, IsBare: true);
        await fresh.CreateAsync(projection, cancellationToken);
        var findings = new List<Finding>();
        try
        {
            await FoldAsync(projection, fresh, until, progress, cancellationToken);
        }
        catch (UnfoldableEventException e)
        {
            findings.Add(new Finding(projection.Name, FindingKind.Unfoldable, "", "", [], $"{projection.Name}: {e.Message}"));
            return findings;
        }

        foreach (var table in projection.Tables)
        {
            findings.AddRange(await CompareAsync(projection.Name, serving, table, cancellationToken));
        }

        if (projection is AlertListProjection)
        {
            findings.AddRange(await ConservationAsync(serving, cancellationToken));
        }

        return findings;
    }

    private async Task FoldAsync(
        IProjection projection, TableSpace fresh, long until, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        var position = 0L;
        var fold = projection.Begin();
        for (var batch = 0; position < until; batch++)
        {
            var limit = (int)Math.Min(LogFeed.LargestBatch, until - position);
            var events = await models.Database.Log.ReadLogAsync(fresh.Tenant, position, limit, null, cancellationToken);
            if (events.Count == 0)
            {
                throw new UnfoldableEventException(position + 1, new InvalidOperationException($"The log ends before the checkpoint {until}."));
            }

            var write = await fold.FoldAsync(fresh, EventReading.Read(projection, events), cancellationToken);
            await write(fresh, cancellationToken);
            position = events[^1].Position;
            progress?.Report(new VerificationProgress(projection.Name, position, until));
            if (batch % AnalyzeEvery == 1)
            {
                await AnalyzeAsync(projection, fresh, cancellationToken);
            }
        }
    }

    // The server never analyses temporary tables by itself, and without figures it would look keys up by reading whole tables.
    private static async Task AnalyzeAsync(IProjection projection, TableSpace fresh, CancellationToken cancellationToken)
    {
        foreach (var table in projection.Tables)
        {
            await using var command = new Npgsql.NpgsqlCommand(
                SqlFile.Read("Verification/analyze.sql", fresh.Schema).Replace("{table}", table, StringComparison.Ordinal),
                fresh.Transaction.Connection, fresh.Transaction.Transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<IEnumerable<Finding>> CompareAsync(string readModel, TableSpace serving, string table, CancellationToken cancellationToken)
    {
        string Named(string sql) => sql.Replace("{table}", table, StringComparison.Ordinal);
        var keys = await serving.Command("Verification/key_columns.sql", Named).ReadAsync(r => r.GetString(0), cancellationToken);
        var join = string.Join(" AND ", keys.Prepend("tenant_id").Select(k => $"s.{k} = f.{k}"));
        var rows = await serving.Command("Verification/compare.sql", sql => Named(sql).Replace("{join}", join, StringComparison.Ordinal))
            .With(FindingsPerTable).ReadAsync(r => (Stands: r.Maybe<string>(0), Fresh: r.Maybe<string>(1)), cancellationToken);
        return rows.Select(r => RowComparison.Between(readModel, table, keys, r.Stands, r.Fresh));
    }

    private static async Task<IEnumerable<Finding>> ConservationAsync(TableSpace serving, CancellationToken cancellationToken)
    {
        var rows = await serving.Command("Verification/conservation.sql").ReadAsync(
            r => (Key: $"connector={r.GetString(0)}, day={r.GetFieldValue<DateOnly>(1):yyyy-MM-dd}",
                Counters: Balance(r, 2), Rows: Balance(r, 6)),
            cancellationToken);
        return rows.Select(r => new Finding(
            ProjectionNames.ConnectorDashboard, FindingKind.Conservation, "dashboard_days", r.Key, [],
            $"connector_dashboard: {r.Key}: the counters say {r.Counters}, the list's rows are {r.Rows}."));
    }

    private static Conservation? Balance(Npgsql.NpgsqlDataReader r, int at) =>
        r.IsDBNull(at) ? null : new Conservation(r.GetInt64(at), r.GetInt64(at + 1), r.GetInt64(at + 2), r.GetInt64(at + 3));
}
