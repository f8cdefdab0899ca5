using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_one_thing_is_asked_for(Ledger ledger) : IClassFixture<Ledger>
{
    [Fact]
    public async Task an_alert_comes_with_its_group_its_tickets_and_what_people_did()
    {
        var history = new History();
        var alert = history.Alert("d1");
        history.Case("s1", ["d1"]);
        history.Investigate(alert, InvestigationStatus.InProgress);
        history.Say(alert, new InvestigationNoteAdded { Text = "looks bad", By = History.Ada });
        history.Alert("d1", "Medium", "Renamed");
        history.Investigate(alert, InvestigationStatus.Closed, Conclusion.Malicious);
        history.Say(alert, new PayloadErased { Commitments = [], By = History.Ada, Reason = "asked for" });
        var tenant = await FoldedAsync(history);
        var detail = (await new AlertDetailQueries(ledger.Models).FindAsync(tenant, history.StateOf(alert).Id))!;

        Assert.Equal(alert, detail.Stream);
        Assert.Equal("Renamed", detail.State.Facts.Title);
        Assert.Equal((InvestigationStatus.Closed, Conclusion.Malicious), (detail.State.Investigation.Status, detail.State.Investigation.Conclusion!.Value));
        Assert.True(detail.State.Erased && detail.Row.Erased);
        Assert.Equal(["looks bad"], detail.Notes.Select(n => n.Text));
        Assert.Equal(["d1", "s1"], detail.Group.Select(m => m.SourceId));
        Assert.Equal([new TicketReference(History.Sentinel, "law", "s1")], detail.Tickets);
        Assert.Equal((await ledger.Database.Log.HeadAsync(tenant)).Position, detail.Position);
        Assert.Null(await new AlertDetailQueries(ledger.Models).FindAsync(tenant, Guid.Empty));
    }

    [Fact]
    public async Task activity_says_who_did_what_newest_first_in_pages()
    {
        var history = new History();
        var alert = history.Alert("d1");
        history.Investigate(alert, InvestigationStatus.Closed, Conclusion.Benign);
        var tenant = await FoldedAsync(history);
        var queries = new ActivityQueries(ledger.Models);
        var first = await queries.ListAsync(tenant, null, 2);
        var second = await queries.ListAsync(tenant, first.NextCursor, 50);

        Assert.Equal("Moved the investigation from Queued to Closed (Benign): since", first.Items[0].Summary);
        Assert.Equal((History.Ada, history.StateOf(alert).Id, History.Defender), (first.Items[0].By, first.Items[0].AlertId!.Value, first.Items[0].Connector));
        Assert.Equal(5, first.Items.Concat(second.Items).Select(a => a.Position).Distinct().Count());
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task health_reads_quiet_polls_from_the_pollers_row()
    {
        var history = new History();
        history.Alert("d1");
        var tenant = await FoldedAsync(history);
        var at = TimeProvider.System.GetUtcNow();
        await ledger.Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = tenant,
            Cursor = new CursorMove($"poll/{History.Defender}/alerts", 0, System.Text.Encoding.UTF8.GetBytes(
                $$"""{"lastAttemptAt":"{{at:O}}","lastSuccessAt":"{{at:O}}","pendingFrom":"{{at.AddMinutes(-5):O}}","coveredTo":"{{at:O}}","watermark":"2026-03-01T08:00:00Z","gaps":[]}""")),
        });
        var queries = new HealthQueries(ledger.Models);
        var health = (await queries.FindAsync(tenant, History.Defender))!;

        Assert.Equal(ConnectorCondition.Healthy, health.State);
        Assert.Equal("alerts", Assert.Single(health.Resources).Resource);
        Assert.InRange(health.Lag!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal([History.Defender, History.Sentinel], (await queries.ListAsync(tenant)).Select(h => h.Connector));
        Assert.Null(await queries.FindAsync(tenant, "nobody"));
    }

    private async Task<string> FoldedAsync(History history)
    {
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await ledger.FoldAsync(tenant, () => 3);
        return tenant;
    }
}
