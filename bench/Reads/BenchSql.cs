using Npgsql;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>The statements beside this file.</summary>
internal static class BenchSql
{
    /// <summary>The text of one file, by its name.</summary>
    public static string Read(string file)
    {
        using var stream = typeof(BenchSql).Assembly.GetManifestResourceStream(file)
            ?? throw new ArgumentException($"There is no statement '{file}'.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Runs statements, however long they take.</summary>
    public static async Task RunAsync(NpgsqlConnection session, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
