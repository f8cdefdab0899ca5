using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Microsoft365;

public sealed class when_quarantined_mails_are_fetched(PollingWorld world) : IClassFixture<PollingWorld>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task the_mail_behind_an_alert_is_evidence_although_the_quarantine_ignores_the_filter()
    {
        var mime = Hold("<q1@mail.example.net>");
        Hold("<someone-elses@mail.example.net>");
        world.Cloud.QuarantineIgnoresFilter = true;
        var state = await PolledAsync("q-1", "<q1@mail.example.net>");
        world.Cloud.QuarantineIgnoresFilter = false;

        var mail = state.Evidence!.Single(document => document.Key.EndsWith(".eml", StringComparison.Ordinal));
        Assert.Equal(mime, (await world.Database.Vault.ReadAsync(PollingWorld.Tenant, [mail.Value.Commitment]))[mail.Value.Commitment].Bytes.ToArray());
        Assert.Contains(state.Evidence!.Keys, name => name.EndsWith(".json", StringComparison.Ordinal));
        var kept = (await world.AlertAsync(state.Connector, "q-1")).OfType<AlertEvidenceKept>().ToList();
        Assert.All(kept, one => Assert.Contains("ignored the filter", one.Without, StringComparison.Ordinal));
        Assert.DoesNotContain(state.Evidence!.Keys, name => name.Contains("q1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_alert_without_a_message_id_asks_nothing()
    {
        world.Cloud.ClearRequests();
        var state = await PolledAsync("q-2", "");
        Assert.Null(state.Evidence);
        var asked = world.Cloud.Requests.Where(static request => request.Service == "exchange").Select(static request => request.Body);
        Assert.All(
            asked.Where(static body => body.Contains("Get-QuarantineMessage", StringComparison.Ordinal)),
            static body => Assert.Contains("mail.example.net", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_exported_mail_of_another_id_is_left_out()
    {
        world.Cloud.HoldMail("<q3@mail.example.net>", "m.bauer@example.org", "x@example.net", "s", Encoding.UTF8.GetBytes("Message-ID: <other@mail.example.net>\r\n\r\n"));
        var state = await PolledAsync("q-3", "<q3@mail.example.net>");
        Assert.Null(state.Evidence);
        Assert.Equal("mail-foreign", state.EvidenceMissed!.Values.Single().Code);
    }

    [Fact]
    public async Task an_exchange_that_refuses_holds_no_alert_up()
    {
        Hold("<q4@mail.example.net>");
        var fault = world.Cloud.AddFault(new Fault { Service = "exchange", Kind = FaultKind.Status, Status = 403, Code = "Forbidden" });
        var state = await PolledAsync("q-4", "<q4@mail.example.net>");
        world.Cloud.RemoveFault(fault);
        Assert.Null(state.Evidence);
        var missed = state.EvidenceMissed!.Values.Single();
        Assert.Equal("permission-missing", missed.Code);
        Assert.Contains("Exchange.ManageAsApp", missed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_mail_that_does_not_lie_there_is_said_to_be_missed()
    {
        var state = await PolledAsync("q-5", "<q5@mail.example.net>");
        Assert.Equal("mail-not-quarantined", state.EvidenceMissed!.Values.Single().Code);
    }

    private byte[] Hold(string messageId)
    {
        var mime = Encoding.UTF8.GetBytes($"Message-ID: {messageId}\r\nSubject: Invoice\r\n\r\ntext\r\n");
        world.Cloud.HoldMail(messageId, "m.bauer@example.org", "x@example.net", "Invoice", mime);
        return mime;
    }

    private async Task<AlertState> PolledAsync(string id, string messageId)
    {
        var connector = await world.AddAsync(s => s with
        {
            Powershell = new PowerShellSettings { Enabled = true },
            Credentials = s.Credentials with { OrganizationId = world.Cloud.Tenant.Domain },
        });
        world.Cloud.PublishAlerts($$"""
            {"id":"{{id}}","title":"Mail","severity":"low","status":"new","createdDateTime":"{{Json.Time(Now)}}","lastUpdateDateTime":"{{Json.Time(Now)}}",
             "evidence":[{"@odata.type":"#microsoft.graph.security.analyzedMessageEvidence","subject":"Invoice","internetMessageId":"{{messageId}}","recipientEmailAddress":"m.bauer@example.org"}]}
            """);
        Assert.All(await world.PollAllAsync(connector), resource => Assert.Null(resource.Failure));
        return (await world.StateAsync(connector, id))!;
    }
}
