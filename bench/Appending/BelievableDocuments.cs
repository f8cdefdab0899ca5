using System.Globalization;
using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>
/// The two vault documents of an observation: about 2 KB of a source's JSON, of which about half is the same in all alerts of a kind, as in real
/// ones, and the entities read from it. Equal seeds give equal documents.
/// </summary>
internal sealed class BelievableDocuments(int seed)
{
    private static readonly string[] Processes = ["powershell.exe", "winword.exe", "rundll32.exe", "mshta.exe", "cmd.exe", "outlook.exe"];
    private static readonly string[] Names = ["anna.keller", "b.osei", "carla.mendes", "d.novak", "eva.lind", "farid.haddad", "g.rossi", "h.tanaka"];

    private readonly Random random = new(seed);

    /// <summary>Payload and entities of one observation; to be asked for in order.</summary>
    public (byte[] Payload, byte[] Entities) Of(Observation observation)
    {
        var user = $"{Pick(Names)}{random.Next(200)}@contoso.example";
        var device = $"host-{random.Next(5000).ToString("0000", CultureInfo.InvariantCulture)}";
        var address = $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}";
        var process = Pick(Processes);
        var hash = Hex(32);
        return (
            Encoding.UTF8.GetBytes(Payload(observation, user, device, address, process, hash)),
            JsonSerializer.SerializeToUtf8Bytes(Entities(user, device, address, process, hash), LedgerJson.Options));
    }

    private static AlertEntities Entities(string user, string device, string address, string process, string hash) => new(
    [
        new AlertEntity("user", user, new Dictionary<string, string>(StringComparer.Ordinal) { ["domain"] = "CONTOSO", ["role"] = "contextual" }),
        new AlertEntity("device", device, new Dictionary<string, string>(StringComparer.Ordinal) { ["osPlatform"] = "Windows11", ["healthStatus"] = "active" }),
        new AlertEntity("ip", address, new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = "source" }),
        new AlertEntity("process", process, new Dictionary<string, string>(StringComparer.Ordinal) { ["sha256"] = hash, ["commandLine"] = $"{process} -enc {hash[..24]}" }),
    ]);

    private string Payload(Observation seen, string user, string device, string address, string process, string hash) =>
        $$$"""
        {"id":"{{{seen.SourceId}}}","providerAlertId":"{{{Hex(20)}}}","incidentId":"{{{seen.Facts.ProviderIncidentId}}}","status":"{{{seen.Facts.Status}}}","severity":"{{{seen.Facts.Severity}}}","classification":null,"determination":null,"serviceSource":"{{{seen.Facts.ServiceSource}}}","detectionSource":"{{{seen.Facts.DetectionSource}}}","detectorId":"{{{Hex(16)}}}","tenantId":"00000000-0000-4000-8000-000000000004","title":"{{{seen.Facts.Title}}}","description":"{{{seen.Facts.Description}}}","recommendedActions":"Collect artifacts and determine scope. Review the device timeline for suspicious activities that may have occurred before and after the time of the alert. Initiate containment and mitigation.","category":"InitialAccess","assignedTo":null,"alertWebUrl":"{{{seen.Facts.Url}}}","createdDateTime":"{{{seen.Facts.CreatedAt}}}","lastUpdateDateTime":"{{{seen.Facts.ModifiedAt}}}","resolvedDateTime":null,"comments":[],"evidence":[{"@odata.type":"#microsoft.graph.security.userEvidence","createdDateTime":"{{{seen.Facts.CreatedAt}}}","verdict":"suspicious","remediationStatus":"none","roles":["contextual"],"userAccount":{"accountName":"{{{user.Split('@')[0]}}}","domainName":"CONTOSO","userPrincipalName":"{{{user}}}","azureAdUserId":"{{{Hex(16)}}}"}},{"@odata.type":"#microsoft.graph.security.deviceEvidence","verdict":"unknown","deviceDnsName":"{{{device}}}.contoso.example","osPlatform":"Windows11","version":"24H2","healthStatus":"active","riskScore":"medium","mdeDeviceId":"{{{Hex(20)}}}","lastIpAddress":"{{{address}}}"},{"@odata.type":"#microsoft.graph.security.processEvidence","verdict":"suspicious","processId":{{{random.Next(400, 30000)}}},"processCommandLine":"{{{process}}} -enc {{{hash[..24]}}}","imageFile":{"fileName":"{{{process}}}","filePath":"C:\\Windows\\System32","sha256":"{{{hash}}}"}}]}
        """;

    private string Hex(int bytes)
    {
        var value = new byte[bytes];
        random.NextBytes(value);
        return Convert.ToHexStringLower(value);
    }

    private string Pick(string[] words) => words[random.Next(words.Length)];
}
