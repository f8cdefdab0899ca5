using System.Collections.Concurrent;
using System.Globalization;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Everything that dashboards show in one statement, which is one snapshot and one round trip: each row says which part it is of, and has that part's
/// texts, then its numbers, then its time. The first parameter is the tenant, the second the names of the checkpoints or the position of a moment, the
/// third the connector when one is asked for.
/// </summary>
internal static class DashboardStatement
{
    /// <summary>How many hours of the series an answer holds: two weeks of busy ones.</summary>
    private const int NewestHours = 336;

    private static readonly ConcurrentDictionary<(string Schemas, bool One, bool Past), string> Texts = new();

    /// <summary>The dashboards of one connector, or of all, as they stand.</summary>
    /// <param name="generations">Of the alert list, the ticket board and the investigation times.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="connector">The connector; null = all, without the times of investigations.</param>
    public static NpgsqlBatchCommand Now(IReadOnlyList<Generation> generations, string tenant, string? connector) => Command(
        Text(generations, connector is not null, past: false),
        tenant,
        new NpgsqlParameter<string[]> { TypedValue = [.. generations.Select(g => g.Checkpoint(tenant))] },
        connector);

    /// <summary>The dashboards of one connector, or of all, as they stood: the counters at the last mark, and what changed behind it.</summary>
    public static NpgsqlBatchCommand AsOf(IReadOnlyList<Generation> generations, string tenant, string? connector, long position) =>
        Command(Text(generations, connector is not null, past: true), tenant, new NpgsqlParameter<long> { TypedValue = position }, connector);

    /// <summary>The cells of all connectors alone.</summary>
    public static NpgsqlBatchCommand Cells(Generation list, string tenant) => Command(
        Texts.GetOrAdd((list.Schema, false, false), key => Union([Position, Part(DashboardPart.Cells, Read("counts_load", key.Schemas, one: false), 7, 1, 0)])),
        tenant,
        new NpgsqlParameter<string[]> { TypedValue = [list.Checkpoint(tenant)] },
        null);

    private static string Position => Part(DashboardPart.Position, SqlFile.Read("Engine/checkpoints.sql", "ledger"), 0, 1, 0);

    private static NpgsqlBatchCommand Command(string text, string tenant, NpgsqlParameter second, string? connector)
    {
        var command = new NpgsqlBatchCommand(text) { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, second } };
        if (connector is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = connector });
        }

        return command;
    }

    private static string Text(IReadOnlyList<Generation> generations, bool one, bool past) => Texts.GetOrAdd(
        (string.Join(' ', generations.Select(static g => g.Schema)), one, past),
        key =>
        {
            var schemas = key.Schemas.Split(' ');
            var tickets = Part(DashboardPart.Tickets, TicketBalanceRows.Text(schemas[1], one ? "$3" : null, past ? "$2" : null), 1, 7, 1);
            return past
                ? Union([
                    Part(DashboardPart.Cells, Read("asof_counts", schemas[0], one), 7, 1, 0),
                    Part(DashboardPart.Days, Read("asof_days", schemas[0], one), 1, 5, 0),
                    Part(DashboardPart.Hours, Read("asof_hours", schemas[0], one), 1, 1, 1),
                    Part(DashboardPart.Changes, Read("asof_changes", schemas[0], one), 7, 2, 1),
                    Part(DashboardPart.Connectors, Read("asof_connectors", schemas[0], one), 3, 0, 0),
                    tickets,
                    Part(DashboardPart.Work, InvestigationTimesRows.Text(schemas[2], one, past: true), 2, 6, 0),
                ])
                : Union([
                    Position,
                    Part(DashboardPart.Cells, Read("counts_load", schemas[0], one), 7, 1, 0),
                    Part(DashboardPart.Days, Read("days_load", schemas[0], one), 1, 5, 0),
                    Part(DashboardPart.Hours, Read("hours_load", schemas[0], one), 1, 1, 1),
                    Part(DashboardPart.Connectors, Read("connectors_load", schemas[0], one), 3, 0, 0),
                    tickets,
                    .. one ? (string[])[Part(DashboardPart.Work, InvestigationTimesRows.Text(schemas[2], one, past: false), 2, 6, 0)] : [],
                ]);
        });

    private static string Read(string file, string schema, bool one) => SqlFile.Read($"ConnectorDashboard/{file}.sql", schema)
        .Replace("{connector}", one ? "AND k.connector = $3" : "", StringComparison.Ordinal)
        .Replace("{connectors}", one ? "SELECT $3 AS connector" : SqlFile.Read("ConnectorDashboard/connectors.sql", schema), StringComparison.Ordinal)
        .Replace("{newest}", NewestHours.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Union(IEnumerable<string> parts) => string.Join("\nUNION ALL\n", parts);

    private static string Part(DashboardPart part, string rows, int texts, int numbers, int times)
    {
        var cells = Padded('t', "text", texts, DashboardRows.Texts).Concat(Padded('n', "bigint", numbers, DashboardRows.Numbers)).Concat(Padded('a', "timestamptz", times, 1));
        var names = Names('t', texts).Concat(Names('n', numbers)).Concat(Names('a', times));
        return $"SELECT {(int)part}, {string.Join(", ", cells)} FROM (\n{rows}\n) AS part ({string.Join(", ", names)})";
    }

    private static IEnumerable<string> Padded(char prefix, string type, int filled, int all) => Names(prefix, filled).Concat(Enumerable.Repeat($"NULL::{type}", all - filled));

    private static IEnumerable<string> Names(char prefix, int count) => Enumerable.Range(0, count).Select(i => $"{prefix}{i}");
}

/// <summary>What a row of the statement is of.</summary>
internal enum DashboardPart
{
    /// <summary>The position that all of it reflects.</summary>
    Position,

    /// <summary>Alerts by cell.</summary>
    Cells,

    /// <summary>The balance of a day.</summary>
    Days,

    /// <summary>New alerts of an hour.</summary>
    Hours,

    /// <summary>What a day, an hour and a cell changed by behind the last mark.</summary>
    Changes,

    /// <summary>A connector that was ever configured.</summary>
    Connectors,

    /// <summary>The balance of write-backs.</summary>
    Tickets,

    /// <summary>How fast investigations go.</summary>
    Work,
}
