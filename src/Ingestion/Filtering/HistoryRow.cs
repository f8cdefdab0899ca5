using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Serialization;
using Npgsql;

namespace Dropzone.Ledger.Ingestion;

/// <summary>One event of an alert as <c>history.sql</c> reads it.</summary>
internal readonly struct HistoryRow(NpgsqlDataReader reader)
{
    public long Position => reader.GetInt64(0);

    public Guid Id => reader.GetGuid(1);

    public string Stream => reader.GetString(2);

    public string Type => reader.GetString(3);

    public DateTimeOffset Timestamp => reader.GetFieldValue<DateTimeOffset>(4);

    public SourceVersion Version => new(reader.GetString(5), reader.GetString(6));

    public RevisionCause Cause => reader.GetString(7) switch
    {
        "mapping" => RevisionCause.Mapping,
        "echo" => RevisionCause.Echo,
        _ => RevisionCause.Source,
    };

    /// <summary>All facts where they were asked for, else those few that simple filters look at.</summary>
    public AlertFacts Facts => reader.IsDBNull(12)
        ? new AlertFacts
        {
            Title = reader.GetString(8),
            Severity = reader.GetString(9),
            Status = reader.GetString(10),
            DetectionSource = reader.IsDBNull(11) ? null : reader.GetString(11),
        }
        : JsonSerializer.Deserialize<AlertFacts>(reader.GetString(12), LedgerJson.Options)!;

    public Excluded Exclusion => new(reader.GetString(13), reader.GetString(14), reader.GetString(15), reader.GetString(16));

    public InvestigationStatus To => Enum.Parse<InvestigationStatus>(reader.GetString(17));

    public Conclusion? Conclusion => reader.IsDBNull(18) ? null : Enum.Parse<Conclusion>(reader.GetString(18));
}
