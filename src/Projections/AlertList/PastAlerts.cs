using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads the list of alerts as it stood. Positions must lie within what the read model has folded; it never unfolds.</summary>
public sealed class PastAlerts(ReadModels models)
{
    /// <summary>One page. Words cannot be searched in the past: <see cref="AlertListFilter.Q"/> must be absent.</summary>
    /// <exception cref="ArgumentException">Words are asked for, or the cursor is of another order than the filter.</exception>
    public async Task<PastPage> ListAsync(string tenant, AlertListFilter filter, long position, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Q is not null)
        {
            throw new ArgumentException("Words can only be searched in the present.", nameof(filter));
        }

        if (filter.Cursor is { } given && given.Sort != filter.Sort)
        {
            throw new ArgumentException("The cursor belongs to a list of another order.", nameof(filter));
        }

        var limit = Math.Clamp(filter.Limit, 1, AlertListFilter.LargestLimit);
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        var rows = await RowsAsync(snapshot.Tables, filter, limit + 1, position, cancellationToken);
        var more = rows.Count > limit;
        return new PastPage(snapshot.Generation, new AlertPage(
            position,
            more ? rows[..limit] : rows,
            more ? new AlertCursor(filter.Sort, AlertListQueries.SortKey(filter.Sort, rows[limit - 1]), rows[limit - 1].IngestedPosition).ToString() : null));
    }

    /// <summary>One alert and the members of its group in log order; null when it had not been seen by then.</summary>
    public async Task<PastAlert?> FindAsync(string tenant, Guid id, long position, CancellationToken cancellationToken = default)
    {
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        var any = new AlertListFilter { Decision = null, Sort = AlertSort.Ingested };
        if (await RowsAsync(snapshot.Tables, any with { Ids = [id] }, 1, position, cancellationToken) is not [var row])
        {
            return null;
        }

        var members = row.GroupId is { } group
            ? await RowsAsync(snapshot.Tables, any with { GroupId = group }, int.MaxValue, position, cancellationToken)
            : [];
        return new PastAlert(snapshot.Generation, row, members);
    }

    /// <summary>What came onto the list between two positions and what left it, by event: in the order of the events that made it so.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">The list; its order, cursor and words do not apply.</param>
    /// <param name="from">The former position.</param>
    /// <param name="to">The later one.</param>
    /// <param name="after">The key of the last change of the page before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ListDifference> CompareAsync(
        string tenant, AlertListFilter filter, long from, long to, (long Position, long Ingested) after, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var limit = Math.Clamp(filter.Limit, 1, AlertListFilter.LargestLimit);
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        var found = await Command(snapshot.Tables, AlertListStatement.Between(filter, limit + 1, tenant, snapshot.Tables.Schema, from, to, after))
            .ReadAsync(static r => (Id: r.GetGuid(0), Appeared: r.GetBoolean(1), Key: (r.GetInt64(2), r.GetInt64(3)), Totals: (r.GetInt64(4), r.GetInt64(5))), cancellationToken);
        var changes = found.Take(limit).ToList();
        var any = new AlertListFilter { Decision = null, Sort = AlertSort.Ingested, Ids = [.. changes.Select(static c => c.Id)] };
        var rows = (await RowsAsync(snapshot.Tables, any, limit, to, cancellationToken)).ToDictionary(static r => r.Id);
        return new ListDifference(
            snapshot.Generation,
            found.Count == 0 ? (0, 0) : found[0].Totals,
            [.. changes.Select(c => new ListChange(c.Appeared, c.Key.Item1, rows[c.Id]))],
            found.Count > limit ? changes[^1].Key : null);
    }

    private static async Task<List<AlertRow>> RowsAsync(TableSpace tables, AlertListFilter filter, int limit, long position, CancellationToken cancellationToken)
    {
        var rows = await Command(tables, AlertListStatement.AsOf(filter, limit, tables.Tenant, tables.Schema, position))
            .ReadAsync(new AlertRows().Read, cancellationToken);
        Guid[] groups = [.. rows.Select(static r => r.GroupId).OfType<Guid>().Distinct()];
        if (groups.Length == 0)
        {
            return rows;
        }

        var standing = (await tables.Command("AlertList/groups_asof.sql").With(groups).With(position)
            .ReadAsync(static r => (Id: r.GetGuid(0), Size: r.GetInt32(1), Leader: r.MaybeText(2)), cancellationToken)).ToDictionary(static g => g.Id);
        var revision = (await tables.Command("AlertList/rules_asof.sql").With(position).ReadAsync(static r => r.GetInt32(0), cancellationToken)).FirstOrDefault();
        return [.. rows.Select(row => row.GroupId is { } id ? InGroup(row, standing[id].Size, standing[id].Leader, revision) : row)];
    }

    private static AlertRow InGroup(AlertRow row, int size, string? leader, int revision) =>
        row.State != AlertListState.Merged || row.MergedBy == AlertRow.RedirectedRule
            ? row with { GroupSize = size }
            : row with { GroupSize = size, MergedInto = leader is null ? null : Guid.Parse(leader), MergedRevision = revision };

    private static NpgsqlCommand Command(TableSpace tables, NpgsqlBatchCommand statement)
    {
        var command = new NpgsqlCommand(statement.CommandText, tables.Transaction.Connection, tables.Transaction.Transaction);
        command.Parameters.AddRange(statement.Parameters.Cast<NpgsqlParameter>().Select(static p => p.Clone()).ToArray());
        return command;
    }
}

/// <summary>A page of the list as it stood.</summary>
/// <param name="Generation">The generation of the read model that answered.</param>
/// <param name="Page">The page; its position is the one asked for.</param>
public sealed record PastPage(int Generation, AlertPage Page);

/// <summary>An alert as the list had it.</summary>
/// <param name="Generation">The generation of the read model that answered.</param>
/// <param name="Row">The alert.</param>
/// <param name="Group">The members of its group in log order, itself included; empty when it had none.</param>
public sealed record PastAlert(int Generation, AlertRow Row, IReadOnlyList<AlertRow> Group);

/// <summary>How a list differs between two positions.</summary>
/// <param name="Generation">The generation of the read model that answered.</param>
/// <param name="Totals">How many alerts came onto the list and left it, in all; zero behind the last page.</param>
/// <param name="Changes">A page of them.</param>
/// <param name="Next">The key to go on behind; null on the last page.</param>
public sealed record ListDifference(
    int Generation, (long Appeared, long Vanished) Totals, IReadOnlyList<ListChange> Changes, (long Position, long Ingested)? Next);

/// <summary>An alert that is on a list at one of two positions only.</summary>
/// <param name="Appeared">Whether it is on it at the later one.</param>
/// <param name="Position">The event that made it so.</param>
/// <param name="Row">The alert at the later position.</param>
public sealed record ListChange(bool Appeared, long Position, AlertRow Row);
