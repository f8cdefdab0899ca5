namespace Dropzone.Ledger.Projections;

/// <summary>A page whose rows are kept.</summary>
internal sealed class ListedRows : IAlertPageWriter
{
    /// <summary>The rows.</summary>
    public List<AlertRow> Rows { get; } = [];

    /// <inheritdoc />
    public void Begin() => Rows.Clear();

    /// <inheritdoc />
    public void Add(AlertRow row) => Rows.Add(row);
}
