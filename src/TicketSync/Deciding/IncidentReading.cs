using Dropzone.Ledger.Domain.Text;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.TicketSync;

/// <summary>What reading a ticket came to.</summary>
public abstract record IncidentReading
{
    private IncidentReading()
    {
    }

    /// <summary>The incident as it is.</summary>
    /// <param name="Fields">The owned fields.</param>
    /// <param name="Etag">Its version.</param>
    /// <param name="ModifiedAt">When it was modified last, as it says.</param>
    /// <param name="SaysFolded">Whether a label says that it was folded into another one.</param>
    /// <param name="Record">The whole record, byte for byte.</param>
    public sealed record Found(TicketFields Fields, string Etag, string? ModifiedAt, bool SaysFolded, ReadOnlyMemory<byte> Record) : IncidentReading
    {
        /// <summary><see cref="ModifiedAt"/> as a time; null when it cannot be read.</summary>
        public DateTimeOffset? ModifiedTime => SourceTime.TryParse(ModifiedAt, out var time) ? time : null;
    }

    /// <summary>It could not be read or written now.</summary>
    public sealed record Failed(TicketProblem Problem) : IncidentReading;

    /// <summary>Reads a record of the resource manager.</summary>
    public static IncidentReading Of(CloudResult<SentinelIncident> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Match(incident => Of(incident.Record.Utf8), error => new Failed(TicketProblem.Of(error)));
    }

    /// <summary>Reads a record.</summary>
    public static IncidentReading Of(ReadOnlyMemory<byte> record)
    {
        var top = RecordMembers.Find(record);
        var properties = top?.Last("properties") is { } at ? RecordMembers.Find(record, at.ValueStart) : null;
        if (top is null || properties is null
            || RecordMembers.Text(record, top.Last("etag")) is not { Length: > 0 } etag
            || RecordMembers.Text(record, properties.Last("status")) is not { Length: > 0 } status)
        {
            return new Failed(TicketProblem.NoIncident);
        }

        string? Text(string name) => RecordMembers.Text(record, properties.Last(name)) is { Length: > 0 } text ? text : null;
        var labels = properties.Last("labels") is { } l ? record[l.ValueStart..l.ValueEnd] : default;
        return new Found(
            new TicketFields(status, Text("classification"), Text("classificationReason"), Text("classificationComment")),
            etag,
            Text("lastModifiedTimeUtc"),
            Labels.SayFolded(labels),
            record);
    }
}
