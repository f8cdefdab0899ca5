using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>
/// Reads an item of Graph <c>threatSubmission/emailThreats</c> (beta). Pure and total. A submission bears no time of its last change: versions
/// differ by their bytes, and the one that is seen later counts. The subject names people and becomes no title.
/// </summary>
public static class EmailThreatSubmissionMapper
{
    /// <summary>Grows whenever the same bytes are read otherwise.</summary>
    public const int Version = 1;

    /// <summary>Reads the exact bytes of one item.</summary>
    public static MappedRecord Map(ReadOnlyMemory<byte> json)
    {
        var reading = new Reading();
        var record = Fields.Of(reading, "$", JsonText.Parse(json));
        var id = record.Text("id");
        var created = record.Time("createdDateTime", needed: true);
        var result = record.Inside("result");
        var review = record.Inside("adminReview");
        var reported = record.Text("category") ?? "unknown";
        var simulation = record.Has("attackSimulationInfo");
        var entities = Entities(reading, record, result);
        var facts = new AlertFacts
        {
            Title = simulation ? $"Mail submitted as {reported} (attack simulation)" : $"Mail submitted as {reported}",
            Severity = Words.Severity(null),
            Status = record.Needed("status") ?? "unknown",
            Classification = review?.Text("reviewResult"),
            Determination = result?.Text("detail"),
            DetectionSource = record.Text("source"),
            ServiceSource = record.Text("clientSource"),
            Categories = Words.Set([record.Text("category")]),
            Tags = Words.Set([simulation ? "attackSimulation" : null, record.Text("contentType")]),
            CreatedAt = created,
            ModifiedAt = created,
            FirstActivityAt = record.Time("receivedDateTime"),
            ResolvedAt = review?.Time("reviewDateTime"),
            EmailCategory = result?.Text("category"),
            InternetMessageId = EvidenceFiles.MessageId(record.Text("internetMessageId")),
            EntityCount = entities.Count,
        };
        return new MappedRecord(
            id ?? reading.IdOf(json.Span, "$.id"),
            new SourceVersion(SourceVersionKey.OfRecord(created ?? "", json.Span), created ?? ""),
            facts,
            new AlertEntities(entities),
            reading.Warnings,
            null,
            reading.Known);
    }

    /// <summary>Whether Microsoft may still change its verdict.</summary>
    public static bool IsOpen(MappedRecord submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return submission.Facts.Status is "notStarted" or "running" || submission.Facts.EmailCategory is null or "beingAnalyzed" or "noResultAvailable";
    }

    private static List<AlertEntity> Entities(Reading reading, Fields record, Fields? result)
    {
        var entities = new List<AlertEntity>();
        Add("mail", record.Text("subject") ?? record.Text("internetMessageId"), record, "subject", "sender", "senderIP", "recipientEmailAddress", "internetMessageId", "receivedDateTime");
        Add("mailbox", record.Text("recipientEmailAddress"), record, "recipientEmailAddress");
        Add("ip", record.Text("senderIP"), record, "senderIP");
        if (record.Inside("createdBy")?.Inside("user") is { } user)
        {
            Add("user", user.Text("email") ?? user.Text("displayName") ?? user.Text("identity"), user, "email", "displayName", "identity");
        }

        foreach (var url in result?.Texts("detectedUrls") ?? [])
        {
            entities.Add(new AlertEntity("url", url, new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = url }));
        }

        foreach (var (path, item) in result?.Items("detectedFiles") ?? [])
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                var properties = EntityProperties.Of(reading, path, item);
                entities.Add(new AlertEntity("file", properties.GetValueOrDefault("fileName") ?? "(unnamed)", properties));
            }
        }

        return entities;

        void Add(string kind, string? name, Fields from, params string[] fields)
        {
            if (name is not null)
            {
                entities.Add(new AlertEntity(
                    kind,
                    name,
                    fields.Select(field => (Name: field == "senderIP" ? (kind == "ip" ? "ipAddress" : "senderIp") : field, Value: from.Text(field)))
                        .Where(field => field.Value is not null)
                        .ToDictionary(field => field.Name, field => field.Value!, StringComparer.Ordinal)));
            }
        }
    }
}
