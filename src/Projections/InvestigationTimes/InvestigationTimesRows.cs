using System.Globalization;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>How fast alerts of one severity are worked on, counted from their first sight.</summary>
/// <param name="Severity">The severity at first sight.</param>
/// <param name="Begun">Alerts on which somebody acted.</param>
/// <param name="FirstActMedian">Until the first act: the median.</param>
/// <param name="FirstActP90">Until the first act: nine of ten are faster.</param>
/// <param name="Closed">Of them, those that are closed.</param>
/// <param name="CloseMedian">Until the last closing: the median; absent when none is closed.</param>
/// <param name="CloseP90">Until the last closing: nine of ten are faster.</param>
public sealed record WorkTimes(
    string Severity, long Begun, TimeSpan FirstActMedian, TimeSpan FirstActP90, long Closed, TimeSpan? CloseMedian, TimeSpan? CloseP90);

/// <summary>Reads how fast the investigations of a connector go, by severity; the dashboard shows it.</summary>
internal static class InvestigationTimesRows
{
    /// <summary>The alerts that count: those begun last.</summary>
    private const int Newest = 10_000;

    /// <summary>
    /// The rows of one connector or of all: a connector, a severity and the numbers that <see cref="Read"/> takes. $1 is the tenant, $2 the position of a
    /// moment, $3 the connector; of the present there are only those of one connector.
    /// </summary>
    public static string Text(string schema, bool one, bool past) => SqlFile.Read("InvestigationTimes/times.sql", schema)
        .Replace("{rows}", SqlFile.Read(past ? "InvestigationTimes/newest_asof.sql" : "InvestigationTimes/newest.sql", schema), StringComparison.Ordinal)
        .Replace("{connector}", one ? "AND w.connector = $3" : "", StringComparison.Ordinal)
        .Replace("{most}", Newest.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Reads one row, whose numbers begin at a column.</summary>
    public static WorkTimes Read(NpgsqlDataReader reader, string severity, int first) => new(
        severity,
        reader.GetInt64(first),
        TimeSpan.FromMilliseconds(reader.GetInt64(first + 1)),
        TimeSpan.FromMilliseconds(reader.GetInt64(first + 2)),
        reader.GetInt64(first + 3),
        Maybe(reader, first + 4),
        Maybe(reader, first + 5));

    private static TimeSpan? Maybe(NpgsqlDataReader reader, int column) => reader.MaybeValue<long>(column) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
