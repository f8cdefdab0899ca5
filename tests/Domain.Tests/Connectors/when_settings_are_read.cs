using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Domain.Tests.Connectors;

public sealed class when_settings_are_read
{
    private const string Guid1 = "11111111-2222-4333-8444-555555555555";

    private const string Sentinel = $$$"""
        {"id":"sentinel-prod","kind":"sentinel","name":"Production","enabled":false,"cloud":"usGov","enabledSeverities":["High"],"enabledStatuses":["New"],
         "workspaces":[{"name":"law-soc","workspaceId":"{{{Guid1}}}","subscriptionId":"{{{Guid1}}}","resourceGroup":"rg"}],
         "ticketSync":{"updateStatusOnInvestigationChange":true},"exclusions":{"titles":[{"pattern":"Test *","reason":"drills"}]},
         "logIngestionDelay":"PT2M","pollInterval":"PT30S","pollLookback":"P2D",
         "credentials":{"clientId":"{{{Guid1}}}","tenantId":"example.onmicrosoft.com","clientSecret":"s3cr3t-value"}}
        """;

    [Fact]
    public void a_whole_document_gives_settings_and_a_secret()
    {
        var read = Assert.IsType<SettingsReading.Valid>(Read(Sentinel));
        var settings = Assert.IsType<SentinelSettings>(read.Settings);
        Assert.Equal(("sentinel-prod", false, "usGov", TimeSpan.FromDays(2)), (read.Id, read.Enabled, settings.Cloud, settings.PollLookback));
        Assert.Equal("law-soc", settings.Workspaces.Single().Name);
        Assert.True(settings.TicketSync.UpdateStatusOnInvestigationChange);
        Assert.Equal("s3cr3t-value", read.Secret!.ClientSecret);
    }

    [Fact]
    public void nothing_shows_the_secret()
    {
        var read = Assert.IsType<SettingsReading.Valid>(Read(Sentinel));
        Assert.DoesNotContain("s3cr3t", read.ToString() + JsonSerializer.Serialize(read.Secret) + SettingsDocument.Write(read.Id, read.Settings, true).ToJsonString(), StringComparison.Ordinal);
        foreach (var broken in new[] { Sentinel.Replace("\"s3cr3t-value\"", "[\"s3cr3t-value\"]", StringComparison.Ordinal), Sentinel.Replace("\"s3cr3t-value\"", "s3cr3t-value", StringComparison.Ordinal) })
        {
            Assert.DoesNotContain("s3cr3t", string.Join(' ', Assert.IsType<SettingsReading.Invalid>(Read(broken)).Problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void what_is_written_reads_back_the_same()
    {
        foreach (var document in new[] { Sentinel, Minimal().ToJsonString() })
        {
            var read = Assert.IsType<SettingsReading.Valid>(Read(document));
            var again = Assert.IsType<SettingsReading.Valid>(Read(SettingsDocument.Write(read.Id, read.Settings, true).ToJsonString()));
            Assert.Equal(SettingsDocument.Write(read.Id, read.Settings, true).ToJsonString(), SettingsDocument.Write(again.Id, again.Settings, true).ToJsonString());
            Assert.Null(again.Secret);
        }
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "id", "\"Not A Slug\"", "id" },
        { "kind", "\"splunk\"", "kind" },
        { "pollinterval", "\"PT1M\"", "pollinterval" },
        { "enabled", "\"yes\"", "enabled" },
        { "enabledSeverities", "\"High\"", "enabledSeverities" },
        { "enabledSeverities", "[\"High\",3]", "enabledSeverities[1]" },
        { "pollInterval", "\"PT0S\"", "pollInterval" },
        { "pollInterval", "\"5 minutes\"", "pollInterval" },
        { "logIngestionDelay", "\"-PT1S\"", "logIngestionDelay" },
        { "pollLookback", "\"P1M\"", "pollLookback" },
        { "pollLookback", "\"P4000D\"", "pollLookback" },
        { "ingest", "\"everything\"", "ingest" },
        { "workspaces", "[]", "workspaces" },
        { "exclusions", """{"titles":[{"patern":"x"}]}""", "exclusions.titles[0].patern" },
        { "exclusions", """{"titles":[{"pattern":""}]}""", "exclusions.titles[0].pattern" },
        { "exclusions", """{"titles":[{"pattern":"x","match":"regex"}]}""", "exclusions.titles[0].match" },
        { "exclusions", """{"titles":[{"pattern":"(?=x)","match":"expression"}]}""", "exclusions.titles[0].pattern" },
        { "exclusions", """{"titles":[{"pattern":"(","match":"expression"}]}""", "exclusions.titles[0].pattern" },
        { "exclusions", """{"titles":[{"pattern":"x","reviewBy":"soon"}]}""", "exclusions.titles[0].reviewBy" },
        { "exclusions", """{"titles":[{"pattern":"x","name":"7"}]}""", "exclusions.titles[0].name" },
        { "exclusions", """{"titles":[{"pattern":"x","name":"a"},{"pattern":"y","name":"a"}]}""", "exclusions.titles[1].name" },
        { "credentials", "null", "credentials" },
        { "credentials", """{"clientId":"x","tenantId":"example.org"}""", "credentials.clientId" },
        { "credentials", $$"""{"clientId":"{{Guid1}}","tenantId":"no domain"}""", "credentials.tenantId" },
        { "credentials", $$"""{"clientId":"{{Guid1}}","tenantId":"example.org","certificate":"%%"}""", "credentials.certificate" },
        { "credentials", $$"""{"clientId":"{{Guid1}}","tenantId":"example.org","clientSecret":"a","certificate":"AAAA"}""", "credentials.certificate" },
        { "credentials", $$"""{"clientId":"{{Guid1}}","tenantId":"example.org","certificatePassword":"a"}""", "credentials.certificatePassword" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void a_mistake_names_its_field_and_remedy(string field, string value, string at)
    {
        var document = Minimal();
        document[field] = JsonNode.Parse(value);
        var problem = Assert.IsType<SettingsReading.Invalid>(Read(document.ToJsonString())).Problems.FirstOrDefault(p => p.Field == at);
        Assert.NotNull(problem);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void workspaces_are_each_named_once()
    {
        var document = JsonNode.Parse(Sentinel)!;
        document["workspaces"]!.AsArray().Add(JsonNode.Parse("""{"name":"LAW-SOC","workspaceId":"x"}"""));
        Assert.Equal(
            ["workspaces[1].resourceGroup", "workspaces[1].subscriptionId"],
            Assert.IsType<SettingsReading.Invalid>(Read(document.ToJsonString())).Problems.Select(p => p.Field).Order(StringComparer.Ordinal));
        document["workspaces"]![1] = document["workspaces"]![0]!.DeepClone();
        Assert.Equal("workspaces[1].name", Assert.Single(Assert.IsType<SettingsReading.Invalid>(Read(document.ToJsonString())).Problems).Field);
    }

    [Fact]
    public void schema_and_reader_know_the_same_fields() => Assert.All(ConnectorKinds.All, kind =>
    {
        var schema = JsonNode.Parse(kind.Schema.Span)!.AsObject();
        Same(SettingsFields.Top(kind.Kind), schema);
        Same(SettingsFields.CredentialsOf(kind.Kind), schema["properties"]!["credentials"]!);
        Same(SettingsFields.ExclusionsOf(kind.Kind), schema["properties"]!["exclusions"]!);
        Same(SettingsFields.Inside(SettingsFields.Titles), schema["properties"]!["exclusions"]!["properties"]!["titles"]!["items"]!);
        if (kind.Kind == ConnectorKind.Sentinel)
        {
            Same(SettingsFields.Inside(SettingsFields.Workspaces), schema["properties"]!["workspaces"]!["items"]!);
            Same(SettingsFields.Inside(SettingsFields.TicketSync), schema["properties"]!["ticketSync"]!);
            Same(SettingsFields.Inside(SettingsFields.KqlQueries), schema["properties"]!["kqlQueries"]!["items"]!);
        }
        else
        {
            Same(SettingsFields.Inside(SettingsFields.MailboxPhishing), schema["properties"]!["mailboxPhishing"]!);
            Same(SettingsFields.Inside(SettingsFields.Powershell), schema["properties"]!["powershell"]!);
            Same(SettingsFields.Inside(SettingsFields.PreludeSecurity), schema["properties"]!["exclusions"]!["properties"]!["preludeSecurity"]!);
            Same(SettingsFields.Inside(SettingsFields.Files), schema["properties"]!["exclusions"]!["properties"]!["files"]!["items"]!);
        }
    });

    private static void Same(IReadOnlyList<string> known, JsonNode schema)
    {
        Assert.Equal(known.Order(StringComparer.Ordinal), schema["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.False((bool)schema["additionalProperties"]!);
    }

    private static JsonObject Minimal() => JsonNode.Parse($$"""{"id":"m365","kind":"microsoft365","credentials":{"clientId":"{{Guid1}}","tenantId":"{{Guid1}}"} }""")!.AsObject();

    private static SettingsReading Read(string json) => SettingsDocument.Read(Encoding.UTF8.GetBytes(json));
}
