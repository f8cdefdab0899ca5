using Npgsql;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>Reads rows.</summary>
internal static class Rows
{
    /// <summary>Runs the command, reads all rows and disposes of it.</summary>
    public static async Task<List<T>> ReadAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.RowsAsync(read, cancellationToken);
        }
    }

    /// <summary>The rows of the reader's current result.</summary>
    public static async Task<List<T>> RowsAsync<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A column of texts that may be null.</summary>
    public static string? MaybeText(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A column that may be null.</summary>
    public static T? Maybe<T>(this NpgsqlDataReader reader, int column)
        where T : class => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    /// <summary>A column of values that may be null.</summary>
    public static T? MaybeValue<T>(this NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
