using System.Text.Json;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_mails_are_asked_for(CloudFixture fixture) : IClassFixture<CloudFixture>
{
    private const string Mailbox = "kim@contoso-lab.example";
    private readonly CloudClient client = fixture.Client;

    [Fact]
    public async Task a_mail_is_found_by_its_internet_message_id_with_its_headers_only_when_they_are_selected()
    {
        fixture.Cloud.DeliverMail(new MailToDeliver("<o'neil@example.net>", "n-1", "Invoice", "a@example.net", Mailbox, ["https://x.example"]));
        string found = $"/v1.0/users/{Mailbox}/messages?$filter=internetMessageId eq '<o''neil@example.net>'";

        JsonElement plain = Assert.Single((await client.GraphAsync(found)).Value);
        JsonElement selected = Assert.Single((await client.GraphAsync(found + "&$select=id,internetMessageHeaders")).Value);
        Answer mime = await client.GraphAsync($"/v1.0/users/{Mailbox}/messages/{plain.GetProperty("id").GetString()}/$value");

        Assert.False(plain.TryGetProperty("internetMessageHeaders", out _));
        Assert.Contains(selected.GetProperty("internetMessageHeaders").EnumerateArray(), header => header.GetProperty("name").GetString() == "Received");
        Assert.False(selected.TryGetProperty("subject", out _));
        Assert.Contains("Subject: Invoice\r\n", mime.Text, StringComparison.Ordinal);
        Assert.Contains("https://x.example", mime.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_exchange_refuses_is_refused()
    {
        fixture.Cloud.DeliverMail(new MailToDeliver("<1@example.net>", "n-2", "Hello", "a@example.net", Mailbox, []));
        Assert.Empty((await client.GraphAsync($"/v1.0/users/{Mailbox}/messages?$filter=internetMessageId eq '<none@example.net>'")).Value);
        Answer nobody = await client.GraphAsync("/v1.0/users/nobody@contoso-lab.example/messages?$filter=internetMessageId eq '<1@example.net>'");
        Assert.Equal((404, "MailboxNotEnabledForRESTAPI"), (nobody.Status, nobody.Code));
        Answer unfiltered = await client.GraphAsync($"/v1.0/users/{Mailbox}/messages?$filter=subject eq 'Hello'");
        Assert.Equal(400, unfiltered.Status);
        Answer gone = await client.GraphAsync($"/v1.0/users/{Mailbox}/messages/none/$value");
        Assert.Equal((404, "ErrorItemNotFound"), (gone.Status, gone.Code));
    }

    [Fact]
    public async Task the_mails_of_generated_alerts_lie_in_their_mailboxes_but_for_some()
    {
        (int present, int absent) = (0, 0);
        foreach (JsonElement alert in (await client.GraphAsync("/v1.0/security/alerts_v2?$top=1000")).Value)
        {
            foreach (JsonElement mail in alert.GetProperty("evidence").EnumerateArray().Where(e => e.GetProperty("@odata.type").GetString()!.EndsWith("analyzedMessageEvidence", StringComparison.Ordinal)))
            {
                string id = Uri.EscapeDataString(mail.GetProperty("internetMessageId").GetString()!);
                Answer found = await client.GraphAsync($"/v1.0/users/{mail.GetProperty("recipientEmailAddress").GetString()}/messages?$filter=internetMessageId eq '{id}'");
                (present, absent) = found.Value.Count > 0 ? (present + 1, absent) : (present, absent + 1);
            }
        }

        Assert.True(present > absent, $"{present} present, {absent} absent");
    }
}
