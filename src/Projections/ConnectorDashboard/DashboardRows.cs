using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>The rows that a dashboard is summed from, of one connector or of all.</summary>
internal sealed class DashboardRows
{
    /// <summary>How many texts a row has behind its part.</summary>
    public const int Texts = 7;

    /// <summary>How many numbers it has behind the texts; then it has one time.</summary>
    public const int Numbers = 7;

    private const int Number = 1 + Texts;
    private const int Time = Number + Numbers;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private readonly List<(CountCell Cell, long Alerts, DateOnly Day, DateTimeOffset? Hour)> changes = [];

    /// <summary>The position that all of it reflects; 0 for a moment, which is known.</summary>
    public long Position { get; private set; }

    /// <summary>Alerts by cell.</summary>
    public List<(CountCell Cell, long Alerts)> Cells { get; private set; } = [];

    /// <summary>The balance by day, oldest first.</summary>
    public List<(string Connector, DayConservation Day)> Days { get; private set; } = [];

    /// <summary>The newest hours that have any, oldest first.</summary>
    public List<(string Connector, HourCount Hour)> Hours { get; private set; } = [];

    /// <summary>The connectors that were ever configured.</summary>
    public List<(string Connector, string Kind, string? Name)> Connectors { get; } = [];

    /// <summary>How fast investigations go.</summary>
    public List<(string Connector, WorkTimes Times)> Work { get; } = [];

    /// <summary>The balance of write-backs, by connector.</summary>
    public Dictionary<string, TicketBalance> Tickets { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the rows of a <see cref="DashboardStatement"/>.</summary>
    public static async Task<DashboardRows> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new DashboardRows();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Take(reader);
        }

        rows.AddChanges();
        rows.Days.Sort(static (one, other) => string.CompareOrdinal(one.Connector, other.Connector) is var order and not 0 ? order : one.Day.Day.CompareTo(other.Day.Day));
        rows.Hours.Sort(static (one, other) => string.CompareOrdinal(one.Connector, other.Connector) is var order and not 0 ? order : one.Hour.Hour.CompareTo(other.Hour.Hour));
        return rows;
    }

    private void Take(NpgsqlDataReader r)
    {
        switch ((DashboardPart)r.GetInt32(0))
        {
            case DashboardPart.Position:
                Position = r.GetInt64(Number);
                break;
            case DashboardPart.Cells:
                Cells.Add((CellOf(r), r.GetInt64(Number)));
                break;
            case DashboardPart.Days:
                Days.Add((r.GetString(1), new DayConservation(DayOf(r, Number), new(r.GetInt64(Number + 1), r.GetInt64(Number + 2), r.GetInt64(Number + 3), r.GetInt64(Number + 4)))));
                break;
            case DashboardPart.Hours:
                Hours.Add((r.GetString(1), new HourCount(r.GetFieldValue<DateTimeOffset>(Time), r.GetInt64(Number))));
                break;
            case DashboardPart.Changes:
                changes.Add((CellOf(r), r.GetInt64(Number), DayOf(r, Number + 1), r.MaybeValue<DateTimeOffset>(Time)));
                break;
            case DashboardPart.Connectors:
                Connectors.Add((r.GetString(1), r.GetString(2), r.Maybe<string>(3)));
                break;
            case DashboardPart.Tickets:
                Tickets.Add(r.GetString(1), TicketBalanceRows.Read(r, 1, Number, Time));
                break;
            case DashboardPart.Work:
                Work.Add((r.GetString(1), InvestigationTimesRows.Read(r, r.GetString(2), Number)));
                break;
        }
    }

    /// <summary>A moment is what the counters were at a mark, and what changed behind it.</summary>
    private void AddChanges()
    {
        if (changes.Count > 0)
        {
            var cells = Cells.ToDictionary(static c => c.Cell, static c => c.Alerts);
            var days = Days.ToDictionary(static d => (d.Connector, d.Day.Day), static d => d.Day.Conservation);
            var hours = Hours.ToDictionary(static h => (h.Connector, h.Hour.Hour), static h => h.Hour.Ingested);
            foreach (var (cell, alerts, day, hour) in changes)
            {
                cells[cell] = cells.GetValueOrDefault(cell) + alerts;
                days[(cell.Connector, day)] = days.GetValueOrDefault((cell.Connector, day), Conservation.None) + Conservation.Of(AlertEntries.StateOf(cell.State), alerts);
                if (hour is { } begun)
                {
                    hours[(cell.Connector, begun)] = hours.GetValueOrDefault((cell.Connector, begun)) + alerts;
                }
            }

            Cells = [.. cells.Select(static c => (c.Key, c.Value))];
            Days = [.. days.Select(static d => (d.Key.Connector, new DayConservation(d.Key.Day, d.Value)))];
            Hours = [.. hours.Select(static h => (h.Key.Connector, new HourCount(h.Key.Hour, h.Value)))];
        }

        Cells.RemoveAll(static c => c.Alerts == 0);
        Days.RemoveAll(static d => d.Day.Conservation.Ingested == 0);
        Hours.RemoveAll(static h => h.Hour.Ingested == 0);
    }

    private static DateOnly DayOf(NpgsqlDataReader r, int column) => DateOnly.FromDayNumber(Epoch + (int)r.GetInt64(column));

    private static CountCell CellOf(NpgsqlDataReader r) => new(
        r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7));
}
