using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;

namespace Dropzone.Ledger.Domain.Tests.Decisions;

/// <summary>What is never asked for cannot be previewed: it is named.</summary>
public sealed class when_settings_narrow_on_the_server
{
    private static readonly ConnectorCredentials Credentials = new() { ClientId = "c", TenantId = "t" };

    [Fact]
    public void each_query_is_named_with_its_text()
    {
        var settings = new SentinelSettings
        {
            Credentials = Credentials,
            Workspaces = [new("law", "w", "s", "g")],
            KqlQueries = [new("odd-logins", "SigninLogs | where RiskLevel == \"high\"", "TimeGenerated", ["Id"]), new("mails", "EmailEvents", "Timestamp", ["NetworkMessageId"])],
        };
        Assert.Equal(
            [new("rows of the query odd-logins", "SigninLogs | where RiskLevel == \"high\""), new ServerNarrowing("rows of the query mails", "EmailEvents")],
            ServerNarrowing.Of(settings));
    }

    [Fact]
    public void the_filter_of_a_mailbox_is_named_only_while_it_is_read()
    {
        var settings = new Microsoft365Settings { Credentials = Credentials, MailboxPhishing = new() { Enabled = true, Address = "phish@contoso.com", Filter = "isRead eq false" } };
        Assert.Equal("isRead eq false", Assert.Single(ServerNarrowing.Of(settings)).Text);
        Assert.Empty(ServerNarrowing.Of(settings with { MailboxPhishing = settings.MailboxPhishing! with { Enabled = false } }));
        Assert.Empty(ServerNarrowing.Of(new SentinelSettings { Credentials = Credentials, Workspaces = [] }));
    }
}
