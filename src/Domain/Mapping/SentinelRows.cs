namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>One row of <c>SecurityIncident</c>, as source bytes.</summary>
/// <param name="Columns">The table's <c>columns</c>: a JSON list of <c>{name, type}</c>.</param>
/// <param name="Row">The row: a JSON list of cells.</param>
public sealed record SentinelIncidentRow(ReadOnlyMemory<byte> Columns, ReadOnlyMemory<byte> Row);

/// <summary>One row of <c>SecurityAlert</c>, as source bytes.</summary>
/// <param name="Columns">The table's <c>columns</c>: a JSON list of <c>{name, type}</c>.</param>
/// <param name="Row">The row: a JSON list of cells.</param>
public sealed record SentinelAlertRow(ReadOnlyMemory<byte> Columns, ReadOnlyMemory<byte> Row);
