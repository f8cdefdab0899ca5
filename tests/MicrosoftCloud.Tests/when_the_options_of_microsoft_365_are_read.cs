using System.Text;
using System.Text.Json;
using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

/// <summary>Submitted mails, hunting, the reporting mailbox and the quarantine: what is sent, and what is made of the answers.</summary>
[Collection("stub cloud")]
public sealed class when_the_options_of_microsoft_365_are_read(StubCloud stub)
{
    private const string Threats = "/graph/beta/security/threatSubmission/emailThreats";
    private const string Hunt = "/graph/v1.0/security/runHuntingQuery";
    private const string Inbox = "/graph/v1.0/users/phish@example.org/mailFolders/inbox/messages";
    private const string Invoke = "/exchange/adminapi/beta/example.onmicrosoft.com/InvokeCommand";
    private const string Identity = @"c14401cf-aa9a-465b-cfd5-08d0f0ca37c5\4c2ca98e-94ea-db3a-7eb8-3b63657d4db7";
    private static readonly DateTimeOffset From = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly Scene scene = stub.NewScene();

    [Fact]
    public async Task Submitted_mails_are_asked_for_with_the_categories_that_are_hidden_otherwise()
    {
        scene.On(Threats, new Reply(200, """{"@odata.count":1,"value":[{"id":"t1","result":{"category":"phishing"}}]}"""));
        using var connection = scene.Connect();
        var page = (await connection.EmailThreats.ListAsync(From, From.AddHours(1))).Value();

        Assert.Equal(("t1", 1L), (Assert.Single(page.Records).Text("id"), page.Total!.Value));
        var call = scene.Calls.Single();
        Assert.Equal("include-unknown-enum-members", call.Headers["Prefer"]);
        Assert.Contains("createdDateTime ge 2026-11-01T08:00:00", Uri.UnescapeDataString(call.RawTarget), StringComparison.Ordinal);
        Assert.Contains("createdDateTime lt 2026-11-01T09:00:00", Uri.UnescapeDataString(call.RawTarget), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_cannot_stand_in_an_address_is_never_sent()
    {
        using var connection = scene.Connect();
        Assert.Equal("bad-request", (await connection.EmailThreats.GetAsync("..")).Error().Code);
        Assert.Empty(scene.Calls);
    }

    [Fact]
    public async Task A_hunting_query_is_sent_as_it_is_and_its_rows_come_byte_for_byte()
    {
        scene.On(Hunt, new Reply(200, """{"schema":[],"results":[{"Timestamp":"2026-11-01T08:00:00Z","DlpPolicyEnforcementMode":3}, {"a" : 1}]}"""));
        using var connection = scene.Connect();
        var rows = (await connection.Hunting.RunAsync("DataSecurityEvents\n| take 1")).Value();

        Assert.Equal(["""{"Timestamp":"2026-11-01T08:00:00Z","DlpPolicyEnforcementMode":3}""", """{"a" : 1}"""], rows.Select(row => row.ToString()));
        using var sent = JsonDocument.Parse(scene.Calls.Single().Body);
        Assert.Equal("DataSecurityEvents\n| take 1", sent.RootElement.GetProperty("Query").GetString());
    }

    [Theory]
    [InlineData("""{"schema":[]}""")]
    [InlineData("""{"results":{"a":1}}""")]
    public async Task An_answer_without_a_list_of_rows_is_not_taken_for_none(string body)
    {
        scene.On(Hunt, new Reply(200, body));
        using var connection = scene.Connect();
        Assert.Equal("invalid-answer", (await connection.Hunting.RunAsync("x")).Error().Code);
    }

    [Fact]
    public async Task A_mailbox_is_read_under_immutable_ids_and_what_went_away_is_left_out()
    {
        scene.On(Inbox, new Reply(200, """{"value":[{"id":"m1"},{"id":"m0","@removed":{"reason":"deleted"}}],"@odata.deltaLink":"https://x/next"}"""));
        using var connection = scene.Connect();
        var page = (await connection.Mailbox("phish@example.org").ListAsync(MailboxClient.Received(From, null))).Value();

        Assert.Equal("m1", Assert.Single(page.Records).Text("id"));
        Assert.Equal("https://x/next", page.DeltaLink);
        var call = scene.Calls.Single();
        Assert.Equal("IdType=\"ImmutableId\"", call.Headers["Prefer"]);
        Assert.Contains("receivedDateTime ge 2026-11-01T08:00:00", Uri.UnescapeDataString(call.RawTarget), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attachments_come_with_their_kind_and_their_content_byte_for_byte()
    {
        const string Message = "/graph/v1.0/users/phish@example.org/messages/m1/attachments";
        scene.On(Message, new Reply(200, """{"value":[{"@odata.type":"#microsoft.graph.itemAttachment","id":"a1","name":"Mail","isInline":false},{"id":"a2","contentType":"image/png","isInline":true}]}"""));
        scene.On(Message + "/a1/$value", new Reply(200, "Subject: y\r\n\r\n"));
        using var connection = scene.Connect();
        var mailbox = connection.Mailbox("phish@example.org");
        var list = (await mailbox.AttachmentsAsync("m1")).Value();

        Assert.Equal([(true, false), (false, true)], list.Select(one => (one.IsItem, one.IsInline)));
        Assert.Equal("Subject: y\r\n\r\n", Encoding.UTF8.GetString((await mailbox.AttachmentContentAsync("m1", "a1")).Value().Span));
    }

    [Fact]
    public async Task A_quarantine_is_never_asked_without_an_id_and_what_it_answers_beside_it_is_counted()
    {
        scene.On(Invoke, new Reply(200, JsonSerializer.Serialize(new
        {
            value = new object[] { new { Identity, MessageId = "<q1@x>" }, new { Identity, MessageId = "<other@x>" }, new { Identity = "everything", MessageId = "<q1@x>" } },
        })));
        using var connection = Exchange();
        var quarantine = connection.Quarantine("example.onmicrosoft.com")!;
        Assert.Equal("bad-request", (await quarantine.FindAsync(" <> ")).Error().Code);
        Assert.Equal("bad-request", (await quarantine.ExportAsync("")).Error().Code);
        Assert.Empty(scene.Calls);

        var found = (await quarantine.FindAsync("q1@x")).Value();
        Assert.Equal((Identity, 2), (Assert.Single(found.Mails).Identity, found.Foreign));
        using var sent = JsonDocument.Parse(scene.Calls.Single().Body);
        Assert.Equal("<q1@x>", sent.RootElement.GetProperty("CmdletInput").GetProperty("Parameters").GetProperty("MessageId").GetString());
    }

    [Fact]
    public async Task An_export_of_another_identity_than_was_asked_for_is_refused()
    {
        using var connection = Exchange();
        var quarantine = connection.Quarantine("example.onmicrosoft.com")!;
        var eml = Convert.ToBase64String("Message-ID: <q1@x>\r\n\r\n"u8);
        scene.On(Invoke, new Reply(200, JsonSerializer.Serialize(new { value = new[] { new { Identity, Eml = eml, BodyEncoding = "Base64" } } })));
        Assert.Equal("Message-ID: <q1@x>\r\n\r\n", Encoding.UTF8.GetString((await quarantine.ExportAsync(Identity)).Value().Span));

        scene.On(Invoke, new Reply(200, JsonSerializer.Serialize(new { value = new[] { new { Identity = Identity.Replace('c', 'd'), Eml = eml, BodyEncoding = "Base64" } } })));
        Assert.Equal("invalid-answer", (await quarantine.ExportAsync(Identity)).Error().Code);
    }

    private CloudConnection Exchange() => scene.Connect(endpoints: scene.Endpoints with
    {
        Exchange = new CloudEndpoint(new Uri(scene.Server, $"/{scene.Tenant}/exchange"), "https://outlook.office365.com/.default"),
    });
}
