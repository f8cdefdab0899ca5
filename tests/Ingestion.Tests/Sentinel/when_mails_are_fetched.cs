using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;
using static Dropzone.Ledger.Ingestion.Tests.Sentinel.SentinelStory;

namespace Dropzone.Ledger.Ingestion.Tests.Sentinel;

public sealed class when_mails_are_fetched(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string Mailbox = "m.bauer@example.org";

    [Fact]
    public async Task headers_sender_recipients_urls_and_mime_are_kept_once_beside_the_payload()
    {
        var (name, alert, message) = Publish();
        world.Cloud.DeliverMail(new MailToDeliver(message, "c1d2", "Invoice 4402", "billing@example.net", Mailbox, ["https://pay.example.net/4402"]));
        var connector = await world.AddSentinelAsync(s => s with { DefenderEmailFetching = true });

        await world.PollAllAsync(connector);
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, At(9), "Changed", alert));
        await world.PollAllAsync(connector);

        var events = await world.AlertAsync(connector, name, AlertKind.SentinelIncident);
        Assert.Equal(["AlertIngested", "AlertEvidenceKept", "AlertRevised"], events.Select(e => e.GetType().Name));
        var kept = events.OfType<AlertEvidenceKept>().Single();
        var vault = await world.Database.Vault.ReadAsync(PollingWorld.Tenant, [kept.Document.Commitment]);
        using var document = JsonDocument.Parse(vault[kept.Document.Commitment].Bytes);
        var mail = document.RootElement;
        Assert.Equal(Mailbox, mail.GetProperty("mailbox").GetString());
        Assert.Equal("https://pay.example.net/4402", mail.GetProperty("urls")[0].GetString());
        Assert.Equal("billing@example.net", mail.GetProperty("message").GetProperty("from").GetProperty("emailAddress").GetProperty("address").GetString());
        Assert.Contains(mail.GetProperty("message").GetProperty("internetMessageHeaders").EnumerateArray(), header => header.GetProperty("name").GetString() == "Received");
        Assert.Contains($"Message-ID: {message}", Encoding.UTF8.GetString(mail.GetProperty("mime").GetBytesFromBase64()), StringComparison.Ordinal);
        var state = (await world.StateAsync(connector, name, AlertKind.SentinelIncident))!;
        Assert.Contains(kept.Document.Commitment, state.Commitments);
        Assert.DoesNotContain(events.OfType<AlertEvidenceKept>(), e => e.Evidence.Contains(Mailbox, StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_refusal_is_recorded_once_with_its_remedy_and_the_next_version_asks_again()
    {
        var (name, alert, message) = Publish();
        world.Cloud.DeliverMail(new MailToDeliver(message, "c1d2", "Invoice 4402", "billing@example.net", Mailbox, []));
        var connector = await world.AddSentinelAsync(s => s with { DefenderEmailFetching = true });
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Path = "/messages", Kind = FaultKind.Status, Status = 403, Code = "ErrorAccessDenied" });

        Assert.All(await world.PollAllAsync(connector), outcome => Assert.Null(outcome.Failure));
        await world.PollAllAsync(connector);
        var missed = (await world.AlertAsync(connector, name, AlertKind.SentinelIncident)).OfType<AlertEvidenceMissed>().Single();
        Assert.Equal("permission-missing", missed.Code);
        Assert.Contains("Mail.Read", missed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Mailbox, missed.Reason, StringComparison.Ordinal);

        world.Cloud.RemoveFault(fault);
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, At(8), "Changed", alert));
        await world.PollAllAsync(connector);
        var state = (await world.StateAsync(connector, name, AlertKind.SentinelIncident))!;
        Assert.Equal([missed.Evidence], state.Evidence!.Keys);
        Assert.Null(state.EvidenceMissed);
    }

    [Fact]
    public async Task a_mail_that_left_the_mailbox_is_missed_and_the_next_version_asks_again()
    {
        var (name, alert, message) = Publish();
        var connector = await world.AddSentinelAsync(s => s with { DefenderEmailFetching = true });
        world.Cloud.DeliverMail(new MailToDeliver("<other@example.net>", "x", "Other", "a@example.net", Mailbox, []));
        await world.PollAllAsync(connector);
        var state = (await world.StateAsync(connector, name, AlertKind.SentinelIncident))!;
        Assert.Equal("mail-gone", state.EvidenceMissed!.Values.Single().Code);

        world.Cloud.DeliverMail(new MailToDeliver(message, "c1d2", "Invoice 4402", "billing@example.net", Mailbox, []));
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, At(8), "Changed", alert));
        await world.PollAllAsync(connector);

        Assert.Single((await world.AlertAsync(connector, name, AlertKind.SentinelIncident)).OfType<AlertEvidenceKept>());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task alerts_flow_while_the_mailboxes_are_in_trouble_and_the_mail_comes_when_it_is_over(int status)
    {
        var (name, _, message) = Publish();
        world.Cloud.DeliverMail(new MailToDeliver(message, "c1d2", "Invoice 4402", "billing@example.net", Mailbox, []));
        var connector = await world.AddSentinelAsync(s => s with { DefenderEmailFetching = true });
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Path = "/messages", Kind = FaultKind.Status, Status = status, RetryAfterSeconds = 0 });
        await using var run = await PollersRun.StartAsync(world, world.NewPollers());
        await world.WaitForAsync(async () => await world.StateAsync(connector, name, AlertKind.SentinelIncident) is not null);
        var (later, _, _) = Publish();
        await world.WaitForAsync(async () => await world.StateAsync(connector, later, AlertKind.SentinelIncident) is not null);
        Assert.Null((await world.StateAsync(connector, name, AlertKind.SentinelIncident))!.Evidence);

        world.Cloud.RemoveFault(fault);
        await world.WaitForAsync(async () => (await world.StateAsync(connector, name, AlertKind.SentinelIncident))!.Evidence is not null);
    }

    [Fact]
    public async Task without_the_option_no_mailbox_is_asked()
    {
        var (_, _, _) = Publish();
        var connector = await world.AddSentinelAsync();
        world.Cloud.ClearRequests();

        await world.PollAllAsync(connector);

        Assert.DoesNotContain(world.Cloud.Requests, request => request.PathAndQuery.Contains("/messages", StringComparison.Ordinal));
    }

    private (string Name, string Alert, string Message) Publish()
    {
        var (name, alert, message) = (Id(), Id(), $"<{Id()}@mail.example.net>");
        world.Cloud.PublishSecurityAlertRows(MailAlertRow(alert, At(30), message, Mailbox), new Publication(VisibleAt: At(30)));
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, At(29), "Phish delivered", alert), new Publication(VisibleAt: At(29)));
        return (name, alert, message);
    }
}
