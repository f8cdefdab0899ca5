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

    [Theory]
    [InlineData(403, "permission-missing")]
    [InlineData(500, "transient")]
    [InlineData(429, "throttled")]
    public async Task a_fetch_that_is_refused_is_a_warning_and_the_alert_is_recorded(int status, string code)
    {
        var (name, _, message) = Publish();
        world.Cloud.DeliverMail(new MailToDeliver(message, "c1d2", "Invoice 4402", "billing@example.net", Mailbox, []));
        var connector = await world.AddSentinelAsync(s => s with { DefenderEmailFetching = true });
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Path = "/messages", Kind = FaultKind.Status, Status = status, Code = "ErrorAccessDenied" });

        var outcomes = await world.PollAllAsync(connector);
        world.Cloud.RemoveFault(fault);

        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        var first = Assert.IsType<AlertIngested>(Assert.Single(await world.AlertAsync(connector, name, AlertKind.SentinelIncident)));
        Assert.Contains(first.Warnings, warning => warning.StartsWith("mail/", StringComparison.Ordinal) && warning.Contains(code, StringComparison.Ordinal));
        Assert.DoesNotContain(first.Warnings, warning => warning.Contains(Mailbox, StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_mail_that_left_the_mailbox_is_a_warning_and_the_next_version_tries_again()
    {
        var (name, alert, message) = Publish();
        var connector = await world.AddSentinelAsync(s => s with { DefenderEmailFetching = true });
        world.Cloud.DeliverMail(new MailToDeliver("<other@example.net>", "x", "Other", "a@example.net", Mailbox, []));
        await world.PollAllAsync(connector);
        var first = Assert.IsType<AlertIngested>(Assert.Single(await world.AlertAsync(connector, name, AlertKind.SentinelIncident)));
        Assert.Contains(first.Warnings, warning => warning.Contains("not in the mailbox", StringComparison.Ordinal));

        world.Cloud.DeliverMail(new MailToDeliver(message, "c1d2", "Invoice 4402", "billing@example.net", Mailbox, []));
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, At(8), "Changed", alert));
        await world.PollAllAsync(connector);

        Assert.Single((await world.AlertAsync(connector, name, AlertKind.SentinelIncident)).OfType<AlertEvidenceKept>());
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
