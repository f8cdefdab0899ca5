using Npgsql;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>One statement over a projection's tables, whose positional parameters are filled in the order of the file.</summary>
internal sealed class Statement(TableSpace tables, string sql)
{
    private readonly List<NpgsqlParameter> parameters = [];

    private bool isPatient;

    /// <summary>Takes however long it takes.</summary>
    public Statement Patient()
    {
        isPatient = true;
        return this;
    }

    /// <summary>The next parameter.</summary>
    public Statement With<T>(T value)
    {
        parameters.Add(value is string text ? new NpgsqlParameter<string> { TypedValue = text } : new NpgsqlParameter { Value = (object?)value ?? DBNull.Value });
        return this;
    }

    /// <summary>The next parameter.</summary>
    public Statement With(NpgsqlParameter parameter)
    {
        parameters.Add(parameter);
        return this;
    }

    /// <summary>The next parameter: one column of many rows, for <c>unnest</c>.</summary>
    public Statement WithColumn<TRow, T>(IReadOnlyCollection<TRow> rows, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        var at = 0;
        foreach (var row in rows)
        {
            values[at++] = column(row);
        }

        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });
        return this;
    }

    /// <summary>Runs it, at once or, where the tables put off what nobody waits for, with the next one that is waited for.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        tables.Transaction.Defer(Made());
        return tables.Defers ? Task.CompletedTask : tables.Transaction.FlushAsync(isPatient, cancellationToken);
    }

    /// <summary>Runs it and reads all rows.</summary>
    public Task<List<T>> ReadAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        AnswerAsync((reader, token) => reader.RowsAsync(read, token), cancellationToken);

    /// <summary>Runs it and shows each row, of which nothing is kept.</summary>
    public Task<long> EachAsync(Action<NpgsqlDataReader> see, CancellationToken cancellationToken) => AnswerAsync(
        async (reader, token) =>
        {
            var rows = 0L;
            for (; await reader.ReadAsync(token); rows++)
            {
                see(reader);
            }

            return rows;
        },
        cancellationToken);

    /// <summary>Runs it and gives the first cell of the first row; null when there is none.</summary>
    public Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => AnswerAsync(
        static async (reader, token) => await reader.ReadAsync(token) && !await reader.IsDBNullAsync(0, token) ? reader.GetValue(0) : null, cancellationToken);

    /// <summary>Runs it and gives how many rows it changed.</summary>
    public Task<int> ChangeAsync(CancellationToken cancellationToken) => AnswerAsync(
        static async (reader, token) =>
        {
            while (await reader.NextResultAsync(token))
            {
            }

            return reader.RecordsAffected;
        },
        cancellationToken);

    /// <summary>The statement itself, for a caller who runs it together with others.</summary>
    public NpgsqlBatchCommand Made()
    {
        var made = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            made.Parameters.Add(parameter);
        }

        return made;
    }

    private Task<T> AnswerAsync<T>(Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        tables.Transaction.ReadAsync([Made()], read, isPatient, cancellationToken);
}
