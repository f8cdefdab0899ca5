using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping.Graph;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>Reads an item of Graph <c>alerts_v2</c>. Pure and total. Enums are open strings.</summary>
public static class DefenderAlertMapper
{
    /// <summary>Grows whenever the same bytes are read otherwise.</summary>
    public const int Version = 2;

    /// <summary>Reads the exact bytes of one item.</summary>
    public static MappedRecord Map(ReadOnlyMemory<byte> json)
    {
        var reading = new Reading();
        var record = Fields.Of(reading, "$", JsonText.Parse(json));
        var id = record.Text("id");
        var modified = record.Time("lastUpdateDateTime", needed: true);
        var evidence = GraphEvidence.Read(reading, record, "evidence");
        var comments = GraphComments.Read(reading, record, "comments");
        var facts = new AlertFacts
        {
            Title = record.Needed("title") ?? Words.Untitled,
            Severity = Words.Severity(record.Needed("severity")),
            Status = record.Needed("status") ?? "unknown",
            Description = record.Prose("description"),
            Classification = record.Text("classification"),
            Determination = record.Text("determination"),
            DetectionSource = record.Text("detectionSource"),
            ServiceSource = record.Text("serviceSource"),
            Products = Words.Set([record.Text("productName")]),
            Categories = Words.Set([record.Text("category")], record.Texts("categories")),
            Techniques = Words.Set(record.Texts("mitreTechniques")),
            Tags = Words.Set(record.Texts("systemTags")),
            AssignedTo = record.Text("assignedTo"),
            CreatedAt = record.Time("createdDateTime"),
            ModifiedAt = modified,
            FirstActivityAt = record.Time("firstActivityDateTime"),
            LastActivityAt = record.Time("lastActivityDateTime"),
            ResolvedAt = record.Time("resolvedDateTime"),
            Url = record.Text("alertWebUrl"),
            ProviderIncidentId = record.Text("incidentId"),
            VendorAlertIds = Words.Sequence(id, record.Text("providerAlertId")),
            Files = EvidenceFiles.Of(evidence),
            InternetMessageId = EvidenceFiles.OneMail(evidence),
            EntityCount = evidence.Count,
            CommentCount = comments.Count,
        };
        return new MappedRecord(
            id ?? reading.IdOf(json.Span, "$.id"),
            new SourceVersion(SourceVersionKey.OfRecord(modified ?? "", json.Span), modified ?? ""),
            facts,
            new AlertEntities([.. evidence, .. comments]),
            reading.Warnings,
            null,
            reading.Known);
    }
}
