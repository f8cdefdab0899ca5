using System.Globalization;
using Dropzone.Ledger.Domain.Entities;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>Finds alerts by what they speak of.</summary>
public sealed class EntityQueries(ReadModels models)
{
    /// <summary>Alerts of one entity are counted no further.</summary>
    public const int MostCounted = 1_000;

    /// <summary>A page of the alerts that speak of an entity, newest first, whatever their state: shown, excluded or merged.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="before">The former page's last position; null for the first page.</param>
    /// <param name="limit">Rows wanted, 1 to 200; others are brought into that range.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<AlertPage> ListAsync(
        string tenant, EntityKey entity, AlertCursor? before, int limit, CancellationToken cancellationToken = default)
    {
        var page = new ListedRows();
        var end = await WriteAsync(tenant, entity, before, limit, page, cancellationToken);
        return new AlertPage(end.Position, page.Rows, end.NextCursor);
    }

    /// <summary>The same page, given row by row.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="before">The former page's last position; null for the first page.</param>
    /// <param name="limit">Rows wanted, 1 to 200; others are brought into that range.</param>
    /// <param name="page">Takes the rows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<AlertPageEnd> WriteAsync(
        string tenant, EntityKey entity, AlertCursor? before, int limit, IAlertPageWriter page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(page);
        var wanted = Math.Clamp(limit, 1, AlertListFilter.LargestLimit);
        var read = await models.ReadAsync(
            tenant,
            [ProjectionNames.AlertList, ProjectionNames.AlertEntities],
            generations => Statement(tenant, entity, before, wanted + 1, generations[0], generations[1]),
            prepared: false,
            (reader, stop) => AlertListStatement.ReadAsync(reader, wanted, page, stop),
            cancellationToken);
        return new AlertPageEnd(
            read.Position,
            read.Count > wanted && read.Last is { IngestedPosition: var last } ? new AlertCursor(AlertSort.IngestedDescending, last, last).ToString() : null);
    }

    /// <summary>How many alerts speak of each of some entities, counted up to <see cref="MostCounted"/>.</summary>
    public async Task<IReadOnlyDictionary<EntityKey, int>> CountAsync(
        string tenant, IReadOnlyList<EntityKey> entities, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entities);
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertEntities, cancellationToken);
        var rows = await snapshot.Tables.Command("AlertEntities/count.sql").WithColumn(entities, static key => key.Id).With(MostCounted)
            .ReadAsync(static r => (Entity: r.GetGuid(0), Alerts: (int)r.GetInt64(1)), cancellationToken);
        var counts = rows.ToDictionary(static r => r.Entity, static r => r.Alerts);
        return entities.Distinct().ToDictionary(static key => key, key => counts.GetValueOrDefault(key.Id));
    }

    /// <summary>The statement of a page: one statement is one snapshot.</summary>
    internal static NpgsqlBatchCommand Statement(string tenant, EntityKey entity, AlertCursor? before, int rows, Generation list, Generation entities) => new()
    {
        CommandText = SqlFile.Read("AlertEntities/list.sql", list.Schema)
            .Replace("{entities}", entities.Schema, StringComparison.Ordinal)
            .Replace("{columns}", AlertRows.Columns, StringComparison.Ordinal)
            .Replace("{limit}", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = tenant },
            new NpgsqlParameter<string> { TypedValue = list.Checkpoint(tenant) },
            new NpgsqlParameter<string> { TypedValue = entities.Checkpoint(tenant) },
            new NpgsqlParameter<Guid> { TypedValue = entity.Id },
            new NpgsqlParameter<long> { TypedValue = before?.Position ?? long.MaxValue },
        },
    };
}
