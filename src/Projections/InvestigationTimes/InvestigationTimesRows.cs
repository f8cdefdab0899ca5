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

    /// <summary>The statement of the present, of one connector.</summary>
    public static NpgsqlBatchCommand Statement(string schema, string tenant, string connector)
    {
        var command = Over("newest", schema, tenant);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = connector });
        return command;
    }

    /// <summary>The statement of a moment, of one connector or of all: what it would have answered when the event of that position was the last.</summary>
    public static NpgsqlBatchCommand Statement(string schema, string tenant, string? connector, long position)
    {
        var command = Over("newest_asof", schema, tenant);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        if (connector is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = connector });
        }

        command.CommandText = command.CommandText.Replace("{connector}", connector is null ? "" : "AND w.connector = $4", StringComparison.Ordinal);
        return command;
    }

    /// <summary>Reads its rows, by connector.</summary>
    public static async Task<ILookup<string, WorkTimes>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => (await reader.RowsAsync(
        static r => (Connector: r.GetString(0), Times: new WorkTimes(
            r.GetString(1), r.GetInt64(2), Seconds(r.GetDouble(3)), Seconds(r.GetDouble(4)), r.GetInt64(5),
            r.MaybeValue<double>(6) is { } median ? Seconds(median) : null, r.MaybeValue<double>(7) is { } p90 ? Seconds(p90) : null)),
        cancellationToken)).ToLookup(static w => w.Connector, static w => w.Times, StringComparer.Ordinal);

    private static NpgsqlBatchCommand Over(string rows, string schema, string tenant) => new(
        SqlFile.Read("InvestigationTimes/times.sql", schema)
            .Replace("{rows}", SqlFile.Read($"InvestigationTimes/{rows}.sql", schema), StringComparison.Ordinal))
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<int> { TypedValue = Newest } },
    };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Round(seconds, 3));
}
