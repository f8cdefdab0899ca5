using Dropzone.Ledger.Bench.Running;
using Npgsql;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>Where the tables lie that the product answers from.</summary>
internal static class ServingSchemas
{
    private static readonly (string Place, string Projection)[] Places =
        [("{list}", "alert_list"), ("{times}", "investigation_times"), ("{tickets}", "ticket_board"), ("{search}", "alert_search")];

    /// <summary>A text with the schemas of the serving generations in their places.</summary>
    public static async Task<string> FillAsync(NpgsqlConnection session, string sql, CancellationToken cancellation)
    {
        foreach (var (place, projection) in Places.Where(p => sql.Contains(p.Place, StringComparison.Ordinal)))
        {
            sql = sql.Replace(place, await OfAsync(session, projection, cancellation), StringComparison.Ordinal);
        }

        return sql;
    }

    /// <summary>The schema of the generation of a projection that serves.</summary>
    /// <exception cref="InvalidOperationException">None does.</exception>
    public static async Task<string> OfAsync(NpgsqlConnection session, string projection, CancellationToken cancellation)
    {
        await using var serving = new NpgsqlCommand(BenchSql.Read("serving_schema.sql"), session);
        serving.Parameters.Add(new NpgsqlParameter { Value = BenchDatabase.Tenant });
        serving.Parameters.Add(new NpgsqlParameter { Value = projection });
        return (string?)await serving.ExecuteScalarAsync(cancellation) ?? throw new InvalidOperationException($"No generation of {projection} serves.");
    }
}
