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
    private readonly List<Action<NpgsqlCommand, IReadOnlyCollection<TRow>>> arrays = [];
    private readonly List<Action<NpgsqlBinaryImporter, TRow>> cells = [];

    /// <summary>A column that is never null.</summary>
    public Columns<TRow> With<T>(string name, NpgsqlDbType type, Func<TRow, T> value)
        where T : notnull
    {
        names.Add(name);
        arrays.Add((command, rows) => command.WithColumn(rows, value));
        cells.Add((importer, row) => importer.Write(value(row), type));
        return this;
    }

    /// <summary>A column of texts that may be null.</summary>
    public Columns<TRow> WithText(string name, Func<TRow, string?> value)
    {
        names.Add(name);
        arrays.Add((command, rows) => command.WithColumn(rows, value));
        cells.Add((importer, row) =>
        {
            if (value(row) is { } text)
            {
                importer.Write(text, NpgsqlDbType.Text);
            }
            else
            {
                importer.WriteNull();
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
        cells.Add((importer, row) =>
        {
            if (value(row) is { } given)
            {
                importer.Write(given, type);
            }
            else
            {
                importer.WriteNull();
            }
        });
        return this;
    }

    /// <summary>Adds rows that no table has yet: copied where the tables are bare, else by the statement of the file.</summary>
    public Task InsertAsync(TableSpace tables, string table, string file, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? Task.CompletedTask
        : tables.IsBare ? CopyAsync(tables, table, rows, cancellationToken)
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

    private async Task CopyAsync(TableSpace tables, string table, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        await using var importer = await tables.Transaction.Connection.BeginBinaryImportAsync(
            $"COPY {tables.Schema}.{table} (tenant_id, {string.Join(", ", names)}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in rows)
        {
            // Into the session's own buffer: a task a cell would cost more than the cell.
#pragma warning disable CA1849 // see above
            importer.StartRow();
            importer.Write(tables.Tenant, NpgsqlDbType.Text);
#pragma warning restore CA1849
            foreach (var cell in cells)
            {
                cell(importer, row);
            }
        }

        await importer.CompleteAsync(cancellationToken);
    }
}
