using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// The columns of a row that a fold writes, said once: as arrays for <c>unnest</c>, in the order of the statement's parameters, and as cells of a
/// binary <c>COPY</c>, which fills new tables several times as fast.
/// </summary>
internal sealed class Columns<TRow>
{
    private readonly List<string> names = [];
    private readonly List<Func<TRow, NpgsqlParameter>> values = [];
    private readonly List<Action<Statement, IReadOnlyCollection<TRow>>> arrays = [];
    private readonly List<Action<CopyBuffer, TRow>> cells = [];

    /// <summary>A column that is never null.</summary>
    public Columns<TRow> With<T>(string name, NpgsqlDbType type, Func<TRow, T> value)
        where T : notnull
    {
        names.Add(name);
        arrays.Add((command, rows) => command.WithColumn(rows, value));
        cells.Add(Cell(type, value));
        values.Add(row => new NpgsqlParameter { Value = value(row), NpgsqlDbType = type });
        return this;
    }

    /// <summary>A column of texts that may be null.</summary>
    public Columns<TRow> WithText(string name, Func<TRow, string?> value)
    {
        names.Add(name);
        arrays.Add((command, rows) => command.WithColumn(rows, value));
        values.Add(row => new NpgsqlParameter { Value = (object?)value(row) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        cells.Add((buffer, row) =>
        {
            if (value(row) is { } text)
            {
                buffer.Write(text);
            }
            else
            {
                buffer.WriteNull();
            }
        });
        return this;
    }

    /// <summary>A column of values that may be null.</summary>
    public Columns<TRow> WithMaybe<T>(string name, NpgsqlDbType type, Func<TRow, T?> value)
        where T : struct
    {
        names.Add(name);
        arrays.Add((command, rows) => command.WithColumn(rows, value));
        values.Add(row => new NpgsqlParameter { Value = value(row) is { } given ? given : DBNull.Value, NpgsqlDbType = type });
        var given = Cell<T>(type, row => value(row)!.Value);
        cells.Add((buffer, row) =>
        {
            if (value(row) is not null)
            {
                given(buffer, row);
            }
            else
            {
                buffer.WriteNull();
            }
        });
        return this;
    }

    /// <summary>
    /// Adds rows that no table has yet: copied where the tables are bare, else by the statement of the file. A single one, as it comes when it just happened,
    /// is inserted as it is: arrays of one element each would cost more than the row.
    /// </summary>
    public Task InsertAsync(TableSpace tables, string table, string file, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? Task.CompletedTask
        : tables.IsBare ? CopyAsync(tables, table, rows, cancellationToken)
        : rows.Count == 1 ? InsertAsync(tables, table, rows.First(), cancellationToken)
        : RunAsync(tables, file, rows, cancellationToken);

    /// <summary>Runs the statement of a file, whose parameters are the tenant and then these columns as arrays.</summary>
    public async Task RunAsync(TableSpace tables, string file, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
        {
            var command = tables.Command(file);
            arrays.ForEach(add => add(command, rows));
            await command.RunAsync(cancellationToken);
        }
    }

    private Task InsertAsync(TableSpace tables, string table, TRow row, CancellationToken cancellationToken)
    {
        var insert = new Statement(
            tables,
            $"INSERT INTO {tables.Schema}.{table} (tenant_id, {string.Join(", ", names)}) VALUES ($1, {string.Join(", ", Enumerable.Range(2, names.Count).Select(static n => $"${n}"))})")
            .With(tables.Tenant);
        values.ForEach(value => insert.With(value(row)));
        return insert.RunAsync(cancellationToken);
    }

    private async Task CopyAsync(TableSpace tables, string table, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        using var buffer = new CopyBuffer();
        foreach (var row in rows)
        {
            buffer.Row(cells.Count + 1);
            buffer.Write(tables.Tenant);
            foreach (var cell in cells)
            {
                cell(buffer, row);
            }
        }

        buffer.End();
        await tables.Transaction.FlushAsync(cancellationToken: cancellationToken);
        await using var copy = await tables.Transaction.Connection.BeginRawBinaryCopyAsync(
            $"COPY {tables.Schema}.{table} (tenant_id, {string.Join(", ", names)}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        await copy.WriteAsync(buffer.Written, cancellationToken);
    }

    private static Action<CopyBuffer, TRow> Cell<T>(NpgsqlDbType type, Func<TRow, T> value)
        where T : notnull => (type, (object)value) switch
        {
            (NpgsqlDbType.Text, Func<TRow, string> text) => (buffer, row) => buffer.Write(text(row)),
            (NpgsqlDbType.Jsonb, Func<TRow, string> json) => (buffer, row) => buffer.WriteJsonb(json(row)),
            (NpgsqlDbType.Jsonb, Func<TRow, byte[]> json) => (buffer, row) => buffer.WriteJsonb(json(row).AsSpan()),
            (NpgsqlDbType.Json, Func<TRow, byte[]> bytes) => (buffer, row) => buffer.Write(bytes(row).AsSpan()),
            (NpgsqlDbType.Uuid, Func<TRow, Guid> id) => (buffer, row) => buffer.Write(id(row)),
            (NpgsqlDbType.Bigint, Func<TRow, long> number) => (buffer, row) => buffer.Write(number(row)),
            (NpgsqlDbType.Integer, Func<TRow, int> number) => (buffer, row) => buffer.Write(number(row)),
            (NpgsqlDbType.Boolean, Func<TRow, bool> flag) => (buffer, row) => buffer.Write(flag(row)),
            (NpgsqlDbType.TimestampTz, Func<TRow, DateTimeOffset> time) => (buffer, row) => buffer.Write(time(row)),
            _ => throw new NotSupportedException($"No column of {type} is made of {typeof(T).Name} here."),
        };
}
