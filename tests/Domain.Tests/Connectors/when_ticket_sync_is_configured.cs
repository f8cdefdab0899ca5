using System.Text;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Domain.Tests.Connectors;

public sealed class when_ticket_sync_is_configured
{
    [Theory]
    [InlineData("""{"conflictPolicy":"mine"}""", "ticketSync.conflictPolicy")]
    [InlineData("""{"mapping":[{"investigation":"Closed","status":"Closed","classification":"Undetermined"}]}""", "ticketSync.mapping[0].conclusion")]
    [InlineData("""{"mapping":[{"investigation":"Queued","conclusion":"Benign","status":"New"}]}""", "ticketSync.mapping[0].conclusion")]
    [InlineData("""{"mapping":[{"investigation":"Open","status":"New"}]}""", "ticketSync.mapping[0].investigation")]
    [InlineData("""{"mapping":[{"investigation":"Queued","status":"Opened"}]}""", "ticketSync.mapping[0].status")]
    [InlineData("""{"mapping":[{"investigation":"Queued","status":"New","classification":"TruePositive"}]}""", "ticketSync.mapping[0].classification")]
    [InlineData("""{"mapping":[{"investigation":"InProgress","status":"Closed"}]}""", "ticketSync.mapping[0].classification")]
    [InlineData("""{"mapping":[{"investigation":"Closed","conclusion":"Benign","status":"Closed","classification":"BenignPositive","reason":"InaccurateData"}]}""", "ticketSync.mapping[0].reason")]
    [InlineData("""{"mapping":[{"investigation":"Queued","status":"New"},{"investigation":"Queued","status":"Active"}]}""", "ticketSync.mapping[1].investigation")]
    [InlineData("""{"mappings":[]}""", "ticketSync.mappings")]
    public void what_sentinel_would_refuse_is_refused_with_field_and_remedy(string sync, string field)
    {
        var invalid = Assert.IsType<SettingsReading.Invalid>(Read(sync));
        var problem = Assert.Single(invalid.Problems);
        Assert.Equal(field, problem.Field);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void all_of_it_is_read_and_written_back()
    {
        var valid = Assert.IsType<SettingsReading.Valid>(Read(
            """{"updateStatusOnInvestigationChange":true,"conflictPolicy":"theirs","comment":true,"mapping":[{"investigation":"Closed","conclusion":"Benign","status":"Closed","classification":"FalsePositive","reason":"InaccurateData"}]}"""));
        var written = SettingsDocument.Write(valid.Id, valid.Settings, false).ToJsonString();
        var again = Assert.IsType<SettingsReading.Valid>(SettingsDocument.Read(Encoding.UTF8.GetBytes(written)));
        var sync = ((SentinelSettings)again.Settings).TicketSync;
        Assert.True(sync is { UpdateStatusOnInvestigationChange: true, ConflictPolicy: "theirs", Comment: true });
        Assert.Equal(new TicketMappingRule("Closed", "Closed", "Benign", "FalsePositive", "InaccurateData"), Assert.Single(sync.Mapping!));
    }

    private static SettingsReading Read(string sync) => SettingsDocument.Read(Encoding.UTF8.GetBytes(
        $$"""
        {"id":"s","kind":"sentinel","credentials":{"clientId":"11111111-2222-4333-8444-555555555555","tenantId":"contoso.onmicrosoft.com"},
         "workspaces":[{"name":"w","workspaceId":"11111111-2222-4333-8444-555555555555","subscriptionId":"11111111-2222-4333-8444-555555555555","resourceGroup":"rg"}],
         "ticketSync":{{sync}}}
        """));
}
