using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>Which intents are wanted; every part that is given must hold.</summary>
/// <param name="Connector">Of a connector.</param>
/// <param name="State">One of <see cref="TicketBoardState"/>.</param>
/// <param name="Alert">Of an alert.</param>
/// <param name="Intent">One intent.</param>
public sealed record TicketBoardFilter(string? Connector = null, string? State = null, Guid? Alert = null, Guid? Intent = null);

/// <summary>Reads the ticket board.</summary>
public sealed class TicketBoardQueries(ReadModels models)
{
    /// <summary>A page, newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">Which intents.</param>
    /// <param name="cursor">The former page's cursor; null for the first.</param>
    /// <param name="limit">Rows wanted, 1 to 500; others are brought into that range.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TicketBoardPage> ListAsync(
        string tenant, TicketBoardFilter filter, long? cursor, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var wanted = Math.Clamp(limit, 1, 500);
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.TicketBoard, cancellationToken);
        var rows = await snapshot.Tables.Command("TicketBoard/list.sql")
            .With(filter.Connector).With(filter.State).With(filter.Alert).With(filter.Intent).With(cursor).With(wanted + 1)
            .ReadAsync(Row, cancellationToken);
        return new TicketBoardPage(snapshot.Position, [.. rows.Take(wanted)], rows.Count > wanted ? rows[wanted - 1].RequestedPosition : null);
    }

    /// <summary>The balance of each connector that ever had an intent, or of one.</summary>
    public async Task<IReadOnlyList<TicketBalance>> BalanceAsync(string tenant, string? connector, CancellationToken cancellationToken = default)
    {
        return await models.ReadAsync(
            tenant,
            [ProjectionNames.TicketBoard],
            generations =>
            {
                var statement = new NpgsqlBatchCommand(TicketBalanceRows.Text(generations[0].Schema, connector is null ? null : "$2", null))
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = tenant } },
                };
                if (connector is not null)
                {
                    statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = connector });
                }

                return statement;
            },
            prepared: true,
            static (reader, stop) => reader.RowsAsync(static r => TicketBalanceRows.Read(r, 0, 1, 8), stop),
            cancellationToken);
    }

    private static TicketRow Row(NpgsqlDataReader r) => new()
    {
        Intent = r.GetGuid(0),
        Alert = r.GetGuid(1),
        Ticket = new TicketReference(r.GetString(2), r.GetString(3), r.GetString(4)),
        Cause = r.GetString(5),
        Wanted = JsonSerializer.Deserialize<TicketFields>(r.GetString(6), LedgerJson.Options)!,
        Replaces = r.MaybeValue<Guid>(7),
        RequestedPosition = r.GetInt64(8),
        RequestedAt = r.GetFieldValue<DateTimeOffset>(9),
        State = r.GetString(10),
        SettledPosition = r.MaybeValue<long>(11),
        SettledAt = r.MaybeValue<DateTimeOffset>(12),
        Attempts = r.GetInt32(13),
        Outcome = r.Maybe<string>(14) is { } outcome ? JsonElement.Parse(outcome) : null,
        RetriedBy = r.MaybeValue<Guid>(15),
    };
}
