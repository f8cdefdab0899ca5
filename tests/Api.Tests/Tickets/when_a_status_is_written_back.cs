using System.Text.Json;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Tickets;

public sealed class when_a_status_is_written_back
{
    [Fact]
    public async Task the_replay_of_its_alert_reads_as_a_story_with_before_and_after()
    {
        await using var world = await WrittenWorld.StartAsync();
        var alert = await world.AlertAsync();
        await world.MoveAsync(alert, new { status = "InProgress" }, 1);
        await world.MoveAsync(alert, new { status = "Closed", conclusion = "Benign", reason = "An exercise" }, 2);
        await Eventually.HoldsAsync(WrittenWorld.Patience, async () =>
        {
            // A row of the table can be asked for up to a second after the change.
            await world.PollAsync();
            return (await world.Client.GetJsonAsync("/api/v1/events?types=alert_revised")).GetProperty("items").GetArrayLength() > 1;
        });

        var told = await world.ReplayAsync(alert.ToString(), "--story");
        var order = new[]
        {
            "First seen by sentinel: Medium \"Collection activity on one endpoint\", status New",
            "investigation.status: Queued → InProgress",
            "known of it then: New",
            "New became Active",
            "investigation.status: InProgress → Closed",
            "investigation.conclusion: – → Benign",
            "Active became Closed (BenignPositive, SuspiciousButExpected)",
            "comment after: An exercise",
            "Our own change came back from the source",
        };
        var at = 0;
        foreach (var line in order)
        {
            var found = told.IndexOf(line, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{line}' is not told, or not where it belongs:\n{told}");
            at = found;
        }

        var events = (await world.ReplayAsync(alert.ToString(), "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal(
            ["alert_ingested", "investigation_status_changed", "ticket_sync_requested", "ticket_status_synced", "investigation_status_changed", "ticket_sync_requested", "ticket_status_synced"],
            events.Select(static e => e.GetProperty("type").GetString()).Where(static t => t != "alert_revised"));
        var last = events.Last(static e => e.GetProperty("type").GetString() == "ticket_status_synced").GetProperty("data");
        Assert.Equal(("Active", "Closed"), (last.GetProperty("before").GetProperty("status").GetString(), last.GetProperty("after").GetProperty("status").GetString()));
        Assert.All(events.Where(static e => e.GetProperty("type").GetString() == "alert_revised"), e => Assert.Equal("echo", e.GetProperty("data").GetProperty("cause").GetString()));
    }

    [Fact]
    public async Task the_balance_stands_on_the_card_and_a_full_rebuild_and_a_backfill_of_90_days_send_nothing()
    {
        await using var world = await WrittenWorld.StartAsync();
        var alert = await world.AlertAsync();
        await world.MoveAsync(alert, new { status = "InProgress" }, 1);
        var card = (await world.Client.GetJsonAsync("/api/v1/dashboards")).GetProperty("items")[0].GetProperty("tickets");
        Assert.Equal((1, 1, 0), (card.GetProperty("intents").GetInt32(), card.GetProperty("written").GetInt32(), card.GetProperty("waiting").GetInt32()));

        world.Cloud.ClearRequests();
        using (var begun = await world.Client.SendAsync(HttpMethod.Post, "/api/v1/projections/all/rebuild?share=1"))
        {
            Assert.True(begun.IsSuccessStatusCode, await begun.Content.ReadAsStringAsync());
        }

        var to = TimeProvider.System.GetUtcNow();
        var from = to.AddDays(-90);
        using (var asked = await world.Client.SendAsync(HttpMethod.Post, "/api/v1/connectors/sentinel/backfill", new { from, to, reason = "An audit" }))
        {
            Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        }

        await Eventually.HoldsAsync(WrittenWorld.Patience, async () =>
            (await world.Client.GetJsonAsync("/api/v1/projections/all/rebuild")).GetProperty("items").EnumerateArray().All(static r => r.TryGetProperty("endedAt", out _))
            && (await world.Client.GetJsonAsync("/api/v1/events?types=backfill_completed")).GetProperty("items").GetArrayLength() == 1);

        Assert.NotEmpty(world.Cloud.Requests);
        Assert.All(world.Cloud.Requests, static r => Assert.True(
            r.Method == "GET" || r.Service is "token" or "logAnalytics" || r.PathAndQuery.Contains("/entities", StringComparison.Ordinal) || r.PathAndQuery.Contains("/alerts", StringComparison.Ordinal),
            $"{r.Method} {r.PathAndQuery} was sent."));
        Assert.Single(world.Cloud.AcceptedWrites);
        Assert.Empty(world.Cloud.ShowComments("3f1c2d0a-7a0e-4a0b-9a37-3d1f5b0c9e21"));
        Assert.Single((await world.Client.GetJsonAsync("/api/v1/events?types=ticket_sync_requested")).GetProperty("items").EnumerateArray());
    }
}
