using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator.Faults;
using Dropzone.Ledger.Simulator.Generation;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Ingestion.Tests.Microsoft365;

public sealed class when_a_reporting_mailbox_is_polled(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string Kind = AlertKind.ReportedEmail;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly byte[] Mime = Encoding.UTF8.GetBytes("Message-ID: <x1@mail.example.net>\r\nFrom: Billing <billing@example.net>\r\nTo: m.bauer@example.org\r\nSubject: Invoice 4402\r\n\r\nhttps://pay.example.net/\r\n");

    [Fact]
    public async Task an_eml_and_a_msg_become_evidence_byte_for_byte_and_facts()
    {
        var box = Box();
        var connector = await AddAsync(box);
        var outlook = OutlookFile.Write("Invoice 4402", "Billing", "billing@example.net", ["m.bauer@example.org"], "<x2@mail.example.net>", "text", []);
        var eml = world.Cloud.DeliverReport(box, "m.bauer@example.org", "1|Invoice 4402", Now.AddMinutes(-3), new MailFile("Invoice 4402", "message/rfc822", true, Mime));
        var msg = world.Cloud.DeliverReport(box, "m.bauer@example.org", "Phishing: Invoice", Now.AddMinutes(-2), new MailFile("Invoice.msg", "application/vnd.ms-outlook", false, outlook));

        Assert.All(await world.PollAllAsync(connector), resource => Assert.Null(resource.Failure));

        await KeptAsync(connector, eml, "Mail reported as junk", "x1@mail.example.net", "reported-mail/1.eml", Mime);
        await KeptAsync(connector, msg, "Mail reported as phishing", "x2@mail.example.net", "reported-mail/1.msg", outlook);
    }

    [Fact]
    public async Task a_report_without_a_mail_keeps_itself_and_says_so()
    {
        var box = Box();
        var connector = await AddAsync(box);
        var id = world.Cloud.DeliverReport(box, "m.bauer@example.org", "FW: odd", Now.AddMinutes(-1));
        await world.PollAllAsync(connector);
        var state = await world.StateAsync(connector, id, Kind);
        Assert.Contains("report.eml", state!.Evidence!.Keys);
        Assert.Contains(state.Warnings, warning => warning.Contains("no mail is attached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task with_a_filter_the_inbox_is_listed_and_what_the_filter_leaves_out_is_not_asked_for()
    {
        var box = Box();
        var connector = await AddAsync(box, "importance eq 'high' or from/emailAddress/address ne 'scanner@example.org'");
        var wanted = world.Cloud.DeliverReport(box, "m.bauer@example.org", "3|a", Now.AddMinutes(-2));
        var other = world.Cloud.DeliverReport(box, "scanner@example.org", "3|b", Now.AddMinutes(-1));
        world.Cloud.ClearRequests();
        await world.PollAllAsync(connector);
        Assert.Contains(wanted, await world.IngestedAsync(connector));
        Assert.DoesNotContain(other, await world.IngestedAsync(connector));
        Assert.DoesNotContain(world.Cloud.Requests, request => request.PathAndQuery.Contains("/delta", StringComparison.Ordinal));
        Assert.Contains(world.Cloud.Requests, request => Uri.UnescapeDataString(request.PathAndQuery).Contains(" and (importance eq 'high' or ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task without_a_filter_a_delta_round_brings_a_mail_that_was_moved_in_with_an_old_date()
    {
        var box = Box();
        using var connection = world.OpenCloud();
        var reader = new ReportedMailReader(connection, new MailboxPhishingSettings { Enabled = true, Address = box }, _ => Task.CompletedTask);
        var window = new PageRequest(Now.AddHours(-1), null, null);
        var first = world.Cloud.DeliverReport(box, "m.bauer@example.org", "3|a", Now.AddMinutes(-1));
        Assert.Equal([first], await RoundAsync(reader, window));

        var old = world.Cloud.DeliverReport(box, "m.bauer@example.org", "3|moved", Now.AddHours(-30));
        Assert.Equal([old], await RoundAsync(reader, window));
        Assert.Empty(await RoundAsync(reader, window));

        // An expired link is made anew at once, from the window on.
        world.Cloud.ExpireDeltaLinks();
        var last = world.Cloud.DeliverReport(box, "m.bauer@example.org", "3|b", Now);
        Assert.Equal([first, last], (await RoundAsync(reader, window)).Distinct());
        Assert.Empty(await RoundAsync(reader, window));
    }

    [Fact]
    public async Task an_attachment_that_does_not_come_fails_the_window_and_records_nothing_half()
    {
        var box = Box();
        var connector = await AddAsync(box);
        var id = world.Cloud.DeliverReport(box, "m.bauer@example.org", "3|a", Now.AddMinutes(-1), new MailFile("a", "message/rfc822", true, Mime));
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Path = "attachments/.*value", Kind = FaultKind.Status, Status = 503, Code = "ServiceUnavailable" });
        var failed = (await world.PollAllAsync(connector)).Single(resource => resource.Resource == "mailbox");
        world.Cloud.RemoveFault(fault);
        Assert.Equal("transient", failed.Failure!.Code);
        Assert.Empty(await world.IngestedAsync(connector));

        await world.PollAllAsync(connector);
        Assert.Contains("reported-mail/1.eml", (await world.StateAsync(connector, id, Kind))!.Evidence!.Keys);
    }

    [Fact]
    public async Task a_missing_permission_names_what_to_grant()
    {
        var connector = await AddAsync(Box());
        world.Cloud.RevokeGraphRole(world.Cloud.Tenant.ClientId, "Mail.Read");
        var failed = (await world.PollAllAsync(connector)).Single(resource => resource.Resource == "mailbox");
        world.Cloud.GrantGraphRole(world.Cloud.Tenant.ClientId, "Mail.Read");
        Assert.Equal("permission-missing", failed.Failure!.Code);
        Assert.Contains("Mail.Read", failed.Failure.WhatToDo, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> RoundAsync(ReportedMailReader reader, PageRequest window)
    {
        Assert.True((await reader.ReadAsync(window, CancellationToken.None)).TryGet(out var page, out _));
        var recorded = page.Records.Select(record => record.Mapped.SourceId).ToHashSet(StringComparer.Ordinal);
        Assert.True((await reader.ReadRestAsync(window, recorded, CancellationToken.None)).TryGet(out var rest, out _));
        return [.. page.Records.Concat(rest.Records).Select(record => record.Mapped.SourceId)];
    }

    private string Box()
    {
        var box = $"phish-{Guid.NewGuid():N}@example.org";
        world.Cloud.OpenMailbox(box);
        return box;
    }

    private Task<string> AddAsync(string box, string? filter = null) =>
        world.AddAsync(s => s with { MailboxPhishing = new MailboxPhishingSettings { Enabled = true, Address = box, Filter = filter } });

    private async Task KeptAsync(string connector, string id, string title, string messageId, string evidence, byte[] bytes)
    {
        var state = await world.StateAsync(connector, id, Kind);
        Assert.Equal((title, messageId), (state!.Facts.Title, state.Facts.InternetMessageId));
        var document = state.Evidence![evidence];
        var kept = await world.Database.Vault.ReadAsync(PollingWorld.Tenant, [document.Commitment]);
        Assert.Equal(bytes, kept[document.Commitment].Bytes.ToArray());
    }
}
