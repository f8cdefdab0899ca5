using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Tests.Connectors;

public sealed class when_microsoft_365_settings_are_read
{
    private const string Guid1 = "11111111-2222-4333-8444-555555555555";

    private const string Whole = $$$"""
        {"id":"m365","kind":"microsoft365",
         "credentials":{"clientId":"{{{Guid1}}}","tenantId":"{{{Guid1}}}","organizationId":"example.onmicrosoft.com"},
         "ingest":"alerts","detectionSources":["antivirus","microsoftSentinel"],"emailThreatSubmissions":true,"excludedEmailCategories":["allowedDueToUserOverride"],
         "mailboxPhishing":{"enabled":true,"address":"phish@example.org","filter":"from/emailAddress/address ne 'scanner@example.org'"},
         "powershell":{"enabled":true},"dlpEnforcementModes":["block","warn"],
         "exclusions":{"titles":[{"pattern":"Test *"}],
           "preludeSecurity":{"enabled":true,"fields":["vendor","fileSigner"],"owner":"Red team"},
           "files":[{"fileName":"probe*.exe","path":"C:\\Tools\\*","sha1":"00*","name":"The probe","reason":"our own","owner":"SOC","reviewBy":"2027-01-31"}]}}
        """;

    [Fact]
    public void every_option_is_there()
    {
        var settings = Settings(Whole);
        Assert.Equal("example.onmicrosoft.com", settings.Credentials.OrganizationId);
        Assert.True(settings.EmailThreatSubmissions && settings.Powershell.Enabled && settings.MailboxPhishing.Enabled);
        Assert.Equal(["allowedDueToUserOverride"], settings.ExcludedEmailCategories);
        Assert.Equal(("phish@example.org", "from/emailAddress/address ne 'scanner@example.org'"), (settings.MailboxPhishing.Address, settings.MailboxPhishing.Filter));
        Assert.Equal(["block", "warn"], settings.DlpEnforcementModes);
        var prelude = settings.Exclusions.PreludeSecurity!;
        Assert.Equal((true, "Prelude", "Red team"), (prelude.Enabled, prelude.Contains, prelude.Owner));
        Assert.Equal(["vendor", "fileSigner"], prelude.Fields);
        Assert.Equal(
            new FileExclusion
            {
                FileName = "probe*.exe",
                Path = @"C:\Tools\*",
                Sha1 = "00*",
                Name = "The probe",
                Reason = "our own",
                Owner = "SOC",
                ReviewBy = "2027-01-31",
            },
            Assert.Single(settings.Exclusions.Files!));
    }

    [Fact]
    public void what_is_written_reads_back_the_same()
    {
        var written = SettingsDocument.Write("m365", Settings(Whole), true).ToJsonString();
        Assert.Equal(written, SettingsDocument.Write("m365", Settings(written), true).ToJsonString());
    }

    [Fact]
    public void settings_that_were_stored_before_an_option_existed_stay_readable()
    {
        const string old = $$$"""
            {"kind":"microsoft365","ingest":"incidents","detectionSources":["antivirus"],"credentials":{"clientId":"{{{Guid1}}}","tenantId":"{{{Guid1}}}"},"cloud":"public",
             "enabledSeverities":[],"exclusions":{"titles":[]},"logIngestionDelay":"PT5M","pollInterval":"PT1M","pollLookback":"P1D"}
            """;
        var settings = Assert.IsType<Microsoft365Settings>(JsonSerializer.Deserialize<ConnectorSettings>(old, LedgerJson.Options));
        Assert.False(settings.EmailThreatSubmissions || settings.Powershell.Enabled || settings.MailboxPhishing.Enabled);
        Assert.Empty(settings.DlpEnforcementModes);
        Assert.Null(settings.Exclusions.Files);
        Assert.Empty(SettingsValidation.Validate(settings));
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "credentials", $$"""{"clientId":"{{Guid1}}","tenantId":"{{Guid1}}","organizationId":"example.org"}""", "credentials.organizationId" },
        { "credentials", $$"""{"clientId":"{{Guid1}}","tenantId":"{{Guid1}}","organizationId":".onmicrosoft.com"}""", "credentials.organizationId" },
        { "credentials", $$"""{"clientId":"{{Guid1}}","tenantId":"{{Guid1}}"}""", "credentials.organizationId" },
        { "emailThreatSubmissions", "\"yes\"", "emailThreatSubmissions" },
        { "excludedEmailCategories", "[\"\"]", "excludedEmailCategories[0]" },
        { "mailboxPhishing", """{"enabled":true}""", "mailboxPhishing.address" },
        { "mailboxPhishing", """{"enabled":true,"address":"a/b@example.org"}""", "mailboxPhishing.address" },
        { "mailboxPhishing", """{"enabled":true,"address":"phish@example.org","filter":"isRead eq"}""", "mailboxPhishing.filter" },
        { "mailboxPhishing", """{"enabled":true,"address":"phish@example.org","filter":"isRead) or (true"}""", "mailboxPhishing.filter" },
        { "mailboxPhishing", """{"enabled":true,"address":"phish@example.org","folder":"inbox"}""", "mailboxPhishing.folder" },
        { "powershell", "true", "powershell" },
        { "dlpEnforcementModes", "[\"blocked\"]", "dlpEnforcementModes[0]" },
        { "exclusions", """{"preludeSecurity":{"fields":["user"]}}""", "exclusions.preludeSecurity.fields[0]" },
        { "exclusions", """{"preludeSecurity":{"contains":""}}""", "exclusions.preludeSecurity.contains" },
        { "exclusions", """{"files":[{"name":"nothing"}]}""", "exclusions.files[0]" },
        { "exclusions", """{"files":[{"sha1":"xyz"}]}""", "exclusions.files[0].sha1" },
        { "exclusions", """{"files":[{"sha256":"ab"}]}""", "exclusions.files[0].sha256" },
        { "exclusions", """{"files":[{"fileName":"a","reviewBy":"soon"}]}""", "exclusions.files[0].reviewBy" },
        { "exclusions", """{"files":[{"filename":"a"}]}""", "exclusions.files[0].filename" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void a_mistake_names_its_field_and_remedy(string field, string value, string at)
    {
        var document = JsonNode.Parse(Whole)!.AsObject();
        document[field] = JsonNode.Parse(value);
        var read = Assert.IsType<SettingsReading.Invalid>(SettingsDocument.Read(Encoding.UTF8.GetBytes(document.ToJsonString())));
        var problem = Assert.Single(read.Problems);
        Assert.Equal(at, problem.Field);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void a_sentinel_connector_has_none_of_them()
    {
        const string sentinel = $$$"""
            {"id":"s","kind":"sentinel","credentials":{"clientId":"{{{Guid1}}}","tenantId":"{{{Guid1}}}","organizationId":"example.onmicrosoft.com"},
             "workspaces":[{"name":"w","workspaceId":"{{{Guid1}}}","subscriptionId":"{{{Guid1}}}","resourceGroup":"rg"}],"exclusions":{"files":[]},"powershell":{"enabled":false}}
            """;
        var read = Assert.IsType<SettingsReading.Invalid>(SettingsDocument.Read(Encoding.UTF8.GetBytes(sentinel)));
        Assert.Equal(["credentials.organizationId", "exclusions.files", "powershell"], read.Problems.Select(p => p.Field).Order(StringComparer.Ordinal));
    }

    private static Microsoft365Settings Settings(string json) =>
        Assert.IsType<Microsoft365Settings>(Assert.IsType<SettingsReading.Valid>(SettingsDocument.Read(Encoding.UTF8.GetBytes(json))).Settings);
}
