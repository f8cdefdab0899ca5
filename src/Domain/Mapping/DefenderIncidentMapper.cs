using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping.Graph;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>
/// Reads an item of Graph <c>incidents</c>. Pure and total. Some payloads spell enums in PascalCase and name the tags <c>tags</c>; a redirected
/// incident carries little.
/// </summary>
public static class DefenderIncidentMapper
{
    /// <summary>Grows whenever the same bytes are read otherwise.</summary>
    public const int Version = 1;

    /// <summary>Reads the exact bytes of one item.</summary>
    public static MappedRecord Map(ReadOnlyMemory<byte> json)
    {
        var reading = new Reading();
        var record = Fields.Of(reading, "$", JsonText.Parse(json));
        var id = record.Text("id");
        var modified = record.Time("lastUpdateDateTime", needed: true);
        var comments = GraphComments.Read(reading, record, "comments");
        var redirectedTo = record.Text("redirectIncidentId");
        var status = record.Needed("status") ?? "unknown";
        var redirected = redirectedTo is not null || status.Equals("redirected", StringComparison.OrdinalIgnoreCase);
        var facts = new AlertFacts
        {
            Title = (redirected ? record.Prose("displayName") : record.Needed("displayName")) ?? Words.Untitled,
            Severity = Words.Severity(redirected ? record.Text("severity") : record.Needed("severity")),
            Status = status,
            Description = record.Prose("description"),
            Classification = record.Text("classification"),
            Determination = record.Text("determination"),
            Tags = Words.Set(record.Texts("customTags"), record.Texts("systemTags"), record.Texts("tags")),
            AssignedTo = record.Text("assignedTo"),
            ModifiedBy = record.Text("lastModifiedBy"),
            CreatedAt = record.Time("createdDateTime"),
            ModifiedAt = modified,
            Url = record.Text("incidentWebUrl"),
            ProviderIncidentId = id,
            RedirectedTo = redirectedTo,
            CommentCount = comments.Count,
        };
        return new MappedRecord(
            id ?? reading.IdOf(json.Span, "$.id"),
            new SourceVersion(SourceVersionKey.OfRecord(modified ?? "", json.Span), modified ?? ""),
            facts,
            new AlertEntities(comments),
            reading.Warnings,
            redirectedTo,
            reading.Known);
    }
}
