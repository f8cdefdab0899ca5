using Dropzone.Ledger.Domain.Events;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>A row of <c>projections.rebuilds</c>.</summary>
internal sealed record RebuildRecord(
    string Projection,
    int Generation,
    RebuildState State,
    Actor By,
    double Share,
    DateTimeOffset RequestedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    double? EventsPerSecond,
    long? Rows,
    string? HashBefore,
    string? HashAfter,
    long? HashPosition,
    string? Error)
{
    /// <summary>Reads the columns of <c>list.sql</c>.</summary>
    public static RebuildRecord Read(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetInt32(1), Enum.Parse<RebuildState>(r.GetString(2), ignoreCase: true),
        new Actor(Enum.Parse<ActorKind>(r.GetString(3)), r.GetString(4)), r.GetDouble(5), r.GetFieldValue<DateTimeOffset>(6),
        Time(r, 7), Time(r, 8), r.IsDBNull(9) ? null : r.GetDouble(9), r.IsDBNull(10) ? null : r.GetInt64(10),
        r.IsDBNull(11) ? null : r.GetString(11), r.IsDBNull(12) ? null : r.GetString(12), r.IsDBNull(13) ? null : r.GetInt64(13),
        r.IsDBNull(14) ? null : r.GetString(14));

    private static DateTimeOffset? Time(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);
}
