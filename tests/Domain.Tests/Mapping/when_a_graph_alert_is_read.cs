using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_a_graph_alert_is_read
{
    internal const string Alert = """
        {"@odata.type":"#microsoft.graph.security.alert","id":"daff01_1","providerAlertId":"ff01_1","incidentId":"501","status":"inProgress","severity":"HIGH",
         "classification":null,"determination":"notMalicious","serviceSource":"microsoftDefenderForEndpoint","detectionSource":"endpointSensor","productName":"Defender for Things",
         "title":"Odd\u0007 tool","description":"d","category":"Collection","categories":["Execution","Collection"],"assignedTo":"kim@example.org",
         "alertWebUrl":"https://security.example/alerts/daff01_1","mitreTechniques":["T2","T1"],"systemTags":["vip"],"createdDateTime":"2026-05-01T10:00:00.5533333Z",
         "lastUpdateDateTime":"2026-05-02T10:00:00.1Z","resolvedDateTime":null,"firstActivityDateTime":"2026-05-01T09:00:00Z","lastActivityDateTime":"2026-05-01T09:30:00Z",
         "recommendedActions":"none",
         "comments":[{"comment":"new spelling","createdByDisplayName":"Kim","createdDateTime":"2026-05-01T11:00:00Z"},{"comment":"old spelling","createdBy":"Sam","createdTime":"2026-05-01T12:00:00Z"}],
         "evidence":[
          {"@odata.type":"#microsoft.graph.security.deviceEvidence","deviceDnsName":"nb-1.example.org","osBuild":26100,"roles":["source","attacked"],"loggedOnUsers":[{"accountName":"kim","domainName":"EX"}],"vmMetadata":null},
          {"@odata.type":"#microsoft.graph.security.userEvidence","userAccount":{"accountName":"kim","userPrincipalName":"kim@example.org"}},
          {"@odata.type":"#microsoft.graph.security.analyzedMessageEvidence","subject":"Invoice","p1Sender":{"emailAddress":"a@example.net"}},
          {"@odata.type":"#microsoft.graph.security.fileEvidence","fileDetails":{"fileName":"a.exe","sha256":"00"}},
          {"@odata.type":"#microsoft.graph.security.processEvidence","imageFile":{"fileName":"cmd.exe"},"processId":7},
          {"@odata.type":"#microsoft.graph.security.ipEvidence","ipAddress":"192.0.2.7"},
          {"@odata.type":"#microsoft.graph.security.urlEvidence","url":"http://example.net/x"},
          {"@odata.type":"#microsoft.graph.security.registryKeyEvidence","registryKey":"SOFTWARE\\X"},
          {"@odata.type":"#microsoft.graph.security.mailboxEvidence","primaryAddress":"box@example.org"},
          {"@odata.type":"#microsoft.graph.security.cloudApplicationEvidence","displayName":"Drive"},
          {"@odata.type":"#microsoft.graph.security.kubernetesPodEvidence","name":"pod-1"}]}
        """;

    private readonly MappedRecord record = Map(Alert);

    [Fact]
    public void its_facts_are_the_source_s()
    {
        Assert.Equal("daff01_1", record.SourceId);
        Assert.Empty(record.Warnings);
        Assert.Equal(
            Json(new AlertFacts
            {
                Title = "Odd\u0007 tool", Severity = "High", Status = "inProgress", Description = "d", Determination = "notMalicious", DetectionSource = "endpointSensor",
                ServiceSource = "microsoftDefenderForEndpoint", Products = ["Defender for Things"], Categories = ["Collection", "Execution"], Techniques = ["T1", "T2"], Tags = ["vip"],
                AssignedTo = "kim@example.org", CreatedAt = "2026-05-01T10:00:00.5533333Z", ModifiedAt = "2026-05-02T10:00:00.1Z", FirstActivityAt = "2026-05-01T09:00:00Z",
                LastActivityAt = "2026-05-01T09:30:00Z", Url = "https://security.example/alerts/daff01_1", ProviderIncidentId = "501", VendorAlertIds = ["daff01_1", "ff01_1"],
                EntityCount = 11, CommentCount = 2, Files = [new FileFacts { Name = "a.exe", Sha256 = "00" }, new FileFacts { Name = "cmd.exe" }],
            }),
            Json(record.Facts));
    }

    [Fact]
    public void its_version_is_the_time_and_the_bytes()
    {
        Assert.Equal("2026-05-02T10:00:00.1Z", record.Version.ModifiedAt);
        Assert.Matches("^2026-05-02T10:00:00.1Z~[0-9a-f]{16}$", record.Version.Key);
        Assert.NotEqual(record.Version.Key, Map(Alert + " ").Version.Key);
    }

    [Fact]
    public void its_evidence_and_comments_are_entities()
    {
        Assert.Equal(
            "device nb-1.example.org|user kim@example.org|mail Invoice|file a.exe|process cmd.exe|ip 192.0.2.7|url http://example.net/x|registry SOFTWARE\\X|mailbox box@example.org|app Drive|other pod-1|comment Kim|comment Sam",
            string.Join('|', record.Entities.Items.Select(e => $"{e.Kind} {e.Name}")));
        Assert.Equal("kim", record.Entities.Items[0].Properties["loggedOnUsers[0].accountName"]);
        Assert.Equal("26100", record.Entities.Items[0].Properties["osBuild"]);
        Assert.Equal("source, attacked", record.Entities.Items[0].Properties["roles"]);
        Assert.Equal("#microsoft.graph.security.kubernetesPodEvidence", record.Entities.Items[10].Properties["@odata.type"]);
        Assert.Equal("old spelling", record.Entities.Items[12].Properties["text"]);
    }

    [Fact]
    public void it_says_what_it_read_and_what_not()
    {
        Assert.Contains("$.title", record.KnownFields);
        Assert.Contains("$.evidence[0].loggedOnUsers[0].domainName", record.KnownFields);
        Assert.DoesNotContain("$.recommendedActions", record.KnownFields);
    }

    [Fact]
    public void wrong_fields_become_warnings_and_the_rest_is_read()
    {
        var odd = Map("""{"id":7,"title":["x"],"severity":null,"status":"new","lastUpdateDateTime":"yesterday","evidence":[1,{"a":"\u0000"}],"comments":{},"systemTags":["a",3],"assignedTo":"\ud800x"}""");
        Assert.Equal("7", odd.SourceId);
        Assert.Equal(("(untitled)", "Unknown", "\ufffdx"), (odd.Facts.Title, odd.Facts.Severity, odd.Facts.AssignedTo));
        Assert.Equal(["a"], odd.Facts.Tags);
        foreach (var path in new[] { "$.id", "$.title", "$.severity", "$.lastUpdateDateTime", "$.evidence[0]", "$.evidence[1].a", "$.comments", "$.systemTags[1]", "$.assignedTo" })
        {
            Assert.Contains(odd.Warnings, w => w.StartsWith(path + ":", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void bytes_without_an_id_are_named_by_their_digest(string json)
    {
        var odd = Map(json);
        Assert.StartsWith("sha256:", odd.SourceId, StringComparison.Ordinal);
        Assert.Equal("(untitled)", odd.Facts.Title);
        Assert.NotEmpty(odd.Warnings);
    }

    [Fact]
    public void a_redirected_incident_says_where_to()
    {
        var incident = DefenderIncidentMapper.Map(Encoding.UTF8.GetBytes(
            """{"id":"9","status":"Redirected","redirectIncidentId":"10","lastUpdateDateTime":"2026-05-02T10:00:00Z","tags":["x"],"customTags":["y"],"classification":"TruePositive","comments":[{"comment":"c","createdBy":"Sam"}]}"""));
        Assert.Empty(incident.Warnings);
        Assert.Equal(("10", "10", "9", "TruePositive", 1), (incident.RedirectedTo, incident.Facts.RedirectedTo, incident.Facts.ProviderIncidentId, incident.Facts.Classification, incident.Facts.CommentCount));
        Assert.Equal(["x", "y"], incident.Facts.Tags);
    }

    private static MappedRecord Map(string json) => DefenderAlertMapper.Map(Encoding.UTF8.GetBytes(json));

    private static string Json(object value) => System.Text.Json.JsonSerializer.Serialize(value, LedgerJson.Options);
}
