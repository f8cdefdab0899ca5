using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Api.Tests.Alerts;

[Collection(LedgerCollection.Name)]
public sealed class InvestigationTests(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task work_on_an_alert_is_read_back_at_its_position()
    {
        var (id, _) = await Seeds.AlertAsync(Ledger, "inv", "worked-on");
        var client = await Ledger.ClientAsync(Role.Analyst);
        using var begun = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/investigation", new { status = "InProgress" });
        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        using var noted = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/notes", new { text = "Looks odd." });
        using var assigned = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/assign", new { assignee = "dana" });
        using var closed = await client.SendAsync(
            HttpMethod.Post, $"/api/v1/alerts/{id}/investigation", new { status = "Closed", conclusion = "Malicious", reason = "Seen before" });

        var detail = await client.GetJsonAsync($"/api/v1/alerts/{id}?atLeast={closed.Position()}");
        var investigation = detail.GetProperty("alert").GetProperty("investigation");
        Assert.Equal("Closed", investigation.GetProperty("status").GetString());
        Assert.Equal("Malicious", investigation.GetProperty("conclusion").GetString());
        Assert.Equal("dana", investigation.GetProperty("assignee").GetString());
        Assert.Equal("Looks odd.", detail.GetProperty("notes")[0].GetProperty("text").GetString());

        var last = (await client.GetJsonAsync($"/api/v1/alerts/{id}/history")).GetProperty("items").EnumerateArray().Last();
        Assert.Contains("moved the investigation from InProgress to Closed (Malicious)", last.GetProperty("says").GetString(), StringComparison.Ordinal);
        var fields = last.GetProperty("changed").EnumerateArray().Select(c => c.GetProperty("field").GetString());
        Assert.Equal(["investigation.status", "investigation.conclusion"], fields);
    }

    [Fact]
    public async Task a_refused_move_says_why_and_a_stale_one_is_told_the_version()
    {
        var (id, _) = await Seeds.AlertAsync(Ledger, "inv", "refused");
        var client = await Ledger.ClientAsync(Role.Analyst);
        using var open = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/investigation", new { status = "Closed" });
        Assert.Equal("conclusion-missing", (await open.RefusedAsync(HttpStatusCode.UnprocessableEntity, "rejected")).GetProperty("reason").GetString());
        using var stale = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/notes", new { text = "x" }, ("If-Match", "\"9\""));
        await stale.RefusedAsync(HttpStatusCode.PreconditionFailed, "version-mismatch");
        using var right = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/notes", new { text = "x" }, ("If-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task a_note_is_written_once_under_its_key()
    {
        var (id, _) = await Seeds.AlertAsync(Ledger, "inv", "once");
        var client = await Ledger.ClientAsync(Role.Analyst);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/notes", new { text = "once" }, key)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single(answers.Select(Answers.Position).Distinct());
        Assert.Equal(2, (await client.GetJsonAsync($"/api/v1/alerts/{id}/history")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task acting_on_a_merged_alert_acts_on_its_leader_and_names_the_ticket()
    {
        var incident = Seeds.Facts("Incident") with
        {
            Workspace = "law-soc",
            Alerts = [new SentinelAlertFacts { SystemAlertId = "s1", Found = true, VendorAlertIds = ["da-twin"] }],
        };
        var (leader, _) = await Seeds.AlertAsync(Ledger, "inv-sentinel", "incident-1", incident, AlertKind.SentinelIncident);
        var (member, position) = await Seeds.AlertAsync(Ledger, "inv", "da-twin", Seeds.Facts() with { VendorAlertIds = ["da-twin"] });
        var client = await Ledger.ClientAsync(Role.Analyst);
        var merged = await client.GetJsonAsync($"/api/v1/alerts/{member}?atLeast={position}");
        Assert.Equal("merged", merged.GetProperty("alert").GetProperty("decision").GetString());

        using var moved = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{member}/investigation", new { status = "InProgress" });
        var answer = await moved.JsonAsync();
        Assert.True(answer.GetProperty("actedOnLeader").GetBoolean());
        Assert.Equal(leader, answer.GetProperty("alert").GetGuid());

        var history = (await client.GetJsonAsync($"/api/v1/alerts/{leader}/history")).GetProperty("items").EnumerateArray().Last();
        var ticket = history.GetProperty("event").GetProperty("data").GetProperty("tickets")[0];
        Assert.Equal("law-soc", ticket.GetProperty("workspace").GetString());
        Assert.Equal("incident-1", ticket.GetProperty("incident").GetString());
        var why = await client.GetJsonAsync($"/api/v1/alerts/{member}/why");
        Assert.False(why.GetProperty("onList").GetBoolean());
        Assert.Contains(leader.ToString(), why.GetProperty("because").GetString(), StringComparison.Ordinal);
    }
}
