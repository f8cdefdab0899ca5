using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>Reads facts by hand: see <see cref="AlertEventReader"/>. Names that are absent read as the record's own defaults.</summary>
internal static class AlertFactsReader
{
    private static readonly JsonNames Names = new(
        "title", "severity", "status", "description", "classification", "determination", "detectionSource", "serviceSource", "products", "vendors",
        "categories", "techniques", "tags", "assignedTo", "modifiedBy", "createdAt", "modifiedAt", "firstActivityAt", "lastActivityAt", "resolvedAt", "url",
        "incidentNumber", "providerIncidentId", "workspace", "vendorAlertIds", "alerts", "files", "emailCategory", "internetMessageId", "enforcementModes",
        "redirectedTo", "entityCount", "commentCount");

    private static readonly JsonNames AlertNames = new(
        "systemAlertId", "found", "vendorAlertIds", "title", "severity", "status", "vendor", "product", "provider", "detectionSource", "alertType",
        "startTime", "endTime", "tactics", "techniques", "url");

    private static readonly JsonNames FileNames = new("name", "path", "sha1", "sha256", "signer");

    /// <summary>Reads the object that the reader stands on.</summary>
    /// <exception cref="JsonException">It is not what this version writes.</exception>
    public static AlertFacts Read(ref Utf8JsonReader reader)
    {
        string? title = null, severity = null, status = null, description = null, classification = null, determination = null, detectionSource = null,
            serviceSource = null, assignedTo = null, modifiedBy = null, createdAt = null, modifiedAt = null, firstActivityAt = null, lastActivityAt = null,
            resolvedAt = null, url = null, incidentNumber = null, providerIncidentId = null, workspace = null, emailCategory = null, internetMessageId = null,
            redirectedTo = null;
        IReadOnlyList<string>? products = null, vendors = null, categories = null, techniques = null, tags = null, vendorAlertIds = null, enforcementModes = null;
        IReadOnlyList<SentinelAlertFacts>? alerts = null;
        IReadOnlyList<FileFacts>? files = null;
        int entityCount = 0, commentCount = 0;
        JsonReading.Begin(ref reader);
        while (JsonReading.Next(ref reader, Names, out var name))
        {
            switch (name)
            {
                case "title": title = JsonReading.Text(ref reader); break;
                case "severity": severity = JsonReading.Word(ref reader); break;
                case "status": status = JsonReading.Word(ref reader); break;
                case "description": description = JsonReading.Text(ref reader); break;
                case "classification": classification = JsonReading.Word(ref reader); break;
                case "determination": determination = JsonReading.Word(ref reader); break;
                case "detectionSource": detectionSource = JsonReading.Word(ref reader); break;
                case "serviceSource": serviceSource = JsonReading.Word(ref reader); break;
                case "products": products = JsonReading.Words(ref reader); break;
                case "vendors": vendors = JsonReading.Words(ref reader); break;
                case "categories": categories = JsonReading.Words(ref reader); break;
                case "techniques": techniques = JsonReading.Words(ref reader); break;
                case "tags": tags = JsonReading.Words(ref reader); break;
                case "assignedTo": assignedTo = JsonReading.Word(ref reader); break;
                case "modifiedBy": modifiedBy = JsonReading.Word(ref reader); break;
                case "createdAt": createdAt = JsonReading.Text(ref reader); break;
                case "modifiedAt": modifiedAt = JsonReading.Text(ref reader); break;
                case "firstActivityAt": firstActivityAt = JsonReading.Text(ref reader); break;
                case "lastActivityAt": lastActivityAt = JsonReading.Text(ref reader); break;
                case "resolvedAt": resolvedAt = JsonReading.Text(ref reader); break;
                case "url": url = JsonReading.Text(ref reader); break;
                case "incidentNumber": incidentNumber = JsonReading.Text(ref reader); break;
                case "providerIncidentId": providerIncidentId = JsonReading.Text(ref reader); break;
                case "workspace": workspace = JsonReading.Word(ref reader); break;
                case "vendorAlertIds": vendorAlertIds = JsonReading.Texts(ref reader); break;
                case "alerts": alerts = JsonReading.List(ref reader, ReadAlert); break;
                case "files": files = JsonReading.List(ref reader, ReadFile); break;
                case "emailCategory": emailCategory = JsonReading.Word(ref reader); break;
                case "internetMessageId": internetMessageId = JsonReading.Text(ref reader); break;
                case "enforcementModes": enforcementModes = JsonReading.Words(ref reader); break;
                case "redirectedTo": redirectedTo = JsonReading.Text(ref reader); break;
                case "entityCount": entityCount = reader.GetInt32(); break;
                case "commentCount": commentCount = reader.GetInt32(); break;
                default: reader.Skip(); break;
            }
        }

        return new AlertFacts
        {
            Title = JsonReading.Given(title),
            Severity = JsonReading.Given(severity),
            Status = JsonReading.Given(status),
            Description = description,
            Classification = classification,
            Determination = determination,
            DetectionSource = detectionSource,
            ServiceSource = serviceSource,
            Products = products ?? [],
            Vendors = vendors ?? [],
            Categories = categories ?? [],
            Techniques = techniques ?? [],
            Tags = tags ?? [],
            AssignedTo = assignedTo,
            ModifiedBy = modifiedBy,
            CreatedAt = createdAt,
            ModifiedAt = modifiedAt,
            FirstActivityAt = firstActivityAt,
            LastActivityAt = lastActivityAt,
            ResolvedAt = resolvedAt,
            Url = url,
            IncidentNumber = incidentNumber,
            ProviderIncidentId = providerIncidentId,
            Workspace = workspace,
            VendorAlertIds = vendorAlertIds ?? [],
            Alerts = alerts ?? [],
            Files = files,
            EmailCategory = emailCategory,
            InternetMessageId = internetMessageId,
            EnforcementModes = enforcementModes,
            RedirectedTo = redirectedTo,
            EntityCount = entityCount,
            CommentCount = commentCount,
        };
    }

    private static SentinelAlertFacts ReadAlert(ref Utf8JsonReader reader)
    {
        string? systemAlertId = null, title = null, severity = null, status = null, vendor = null, product = null, provider = null, detectionSource = null,
            alertType = null, startTime = null, endTime = null, url = null;
        bool? found = null;
        IReadOnlyList<string>? vendorAlertIds = null, tactics = null, techniques = null;
        JsonReading.Begin(ref reader);
        while (JsonReading.Next(ref reader, AlertNames, out var name))
        {
            switch (name)
            {
                case "systemAlertId": systemAlertId = JsonReading.Text(ref reader); break;
                case "found": found = reader.GetBoolean(); break;
                case "vendorAlertIds": vendorAlertIds = JsonReading.Texts(ref reader); break;
                case "title": title = JsonReading.Word(ref reader); break;
                case "severity": severity = JsonReading.Word(ref reader); break;
                case "status": status = JsonReading.Word(ref reader); break;
                case "vendor": vendor = JsonReading.Word(ref reader); break;
                case "product": product = JsonReading.Word(ref reader); break;
                case "provider": provider = JsonReading.Word(ref reader); break;
                case "detectionSource": detectionSource = JsonReading.Word(ref reader); break;
                case "alertType": alertType = JsonReading.Word(ref reader); break;
                case "startTime": startTime = JsonReading.Text(ref reader); break;
                case "endTime": endTime = JsonReading.Text(ref reader); break;
                case "tactics": tactics = JsonReading.Words(ref reader); break;
                case "techniques": techniques = JsonReading.Words(ref reader); break;
                case "url": url = JsonReading.Text(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new SentinelAlertFacts
        {
            SystemAlertId = JsonReading.Given(systemAlertId),
            Found = JsonReading.Given(found),
            VendorAlertIds = vendorAlertIds ?? [],
            Title = title,
            Severity = severity,
            Status = status,
            Vendor = vendor,
            Product = product,
            Provider = provider,
            DetectionSource = detectionSource,
            AlertType = alertType,
            StartTime = startTime,
            EndTime = endTime,
            Tactics = tactics ?? [],
            Techniques = techniques ?? [],
            Url = url,
        };
    }

    private static FileFacts ReadFile(ref Utf8JsonReader reader)
    {
        string? file = null, path = null, sha1 = null, sha256 = null, signer = null;
        JsonReading.Begin(ref reader);
        while (JsonReading.Next(ref reader, FileNames, out var name))
        {
            switch (name)
            {
                case "name": file = JsonReading.Word(ref reader); break;
                case "path": path = JsonReading.Word(ref reader); break;
                case "sha1": sha1 = JsonReading.Text(ref reader); break;
                case "sha256": sha256 = JsonReading.Text(ref reader); break;
                case "signer": signer = JsonReading.Word(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new FileFacts { Name = file, Path = path, Sha1 = sha1, Sha256 = sha256, Signer = signer };
    }
}
