using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Tests.Tickets;

[Collection(LedgerCollection.Name)]
public sealed class TicketBoardTests(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task the_board_balances_and_a_retry_names_what_is_missing()
    {
        var (alert, _) = await Seeds.AlertAsync(Ledger, "board", "incident-1", Seeds.Facts(), AlertKind.SentinelIncident);
        var ticket = new TicketReference("board", "law-soc", "incident-1");
        var (failed, written) = (Guid.NewGuid(), Guid.NewGuid());
        var position = await AppendAsync(
            StreamId.Alert("board", AlertKind.SentinelIncident, "incident-1"),
            (failed, new TicketSyncRequested { Ticket = ticket, Cause = TicketSyncCause.StatusChanged, Wanted = new TicketFields("Active") }),
            (EventIds.Outcome(failed), new TicketSyncFailed { Intent = failed, Ticket = ticket, ErrorCode = "permission-missing", WhatToDo = "Grant it.", Attempts = 1 }),
            (written, new TicketSyncRequested { Ticket = ticket, Cause = TicketSyncCause.Retry, Wanted = new TicketFields("Active"), Replaces = failed }),
            (EventIds.Outcome(written), new TicketStatusSynced { Intent = written, Ticket = ticket, Result = TicketSyncResult.Written, Attempts = 1 }));

        var client = await Ledger.ClientAsync(Role.Analyst);
        var board = await client.GetJsonAsync($"/api/v1/tickets?connector=board&atLeast={position}");
        var balance = board.GetProperty("balance")[0];
        Assert.Equal((2, 1, 1), (balance.GetProperty("intents").GetInt32(), balance.GetProperty("failed").GetInt32(), balance.GetProperty("written").GetInt32()));
        var rows = board.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([written, failed], rows.Select(r => r.GetProperty("intent").GetGuid()));
        Assert.Equal(written, rows[1].GetProperty("retriedBy").GetGuid());
        Assert.Equal(alert, rows[0].GetProperty("alert").GetGuid());
        Assert.Equal(Seeds.Facts().Title, board.GetProperty("titles").GetProperty(alert.ToString()).GetString());

        using var again = await client.SendAsync(HttpMethod.Post, $"/api/v1/tickets/{failed}/retry");
        Assert.Equal("newer-intent", (await again.RefusedAsync(HttpStatusCode.UnprocessableEntity, "rejected")).GetProperty("reason").GetString());
        using var waiting = await client.SendAsync(HttpMethod.Post, $"/api/v1/tickets/{written}/retry");
        Assert.Equal("not-failed", (await waiting.RefusedAsync(HttpStatusCode.UnprocessableEntity, "rejected")).GetProperty("reason").GetString());
        using var unknown = await client.SendAsync(HttpMethod.Post, $"/api/v1/tickets/{Guid.NewGuid()}/retry");
        await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task a_selection_is_moved_once_under_its_key_and_says_what_was_refused()
    {
        var (open, _) = await Seeds.AlertAsync(Ledger, "bulk", "b1");
        var (review, _) = await Seeds.AlertAsync(Ledger, "bulk", "b2");
        var client = await Ledger.ClientAsync(Role.Analyst);
        var body = new { alerts = new[] { new { id = open }, new { id = review }, new { id = Guid.Empty } }, status = "Closed", conclusion = "Benign", reason = "Exercise" };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await client.SendAsync(HttpMethod.Post, "/api/v1/investigations/bulk", body, key);
        var answer = await first.JsonAsync();
        Assert.Equal((2, 1), (answer.GetProperty("changed").GetInt32(), answer.GetProperty("refused").GetInt32()));
        Assert.Equal("not-found", answer.GetProperty("items")[2].GetProperty("code").GetString());

        using var second = await client.SendAsync(HttpMethod.Post, "/api/v1/investigations/bulk", body, key);
        Assert.True((await second.JsonAsync()).GetProperty("items")[0].GetProperty("repeated").GetBoolean());
        Assert.Equal(2, (await client.GetJsonAsync($"/api/v1/alerts/{open}/history")).GetProperty("items").GetArrayLength());

        var dashboard = await client.GetJsonAsync($"/api/v1/connectors/bulk/dashboard?atLeast={first.Position()}");
        Assert.Equal(2, dashboard.GetProperty("work")[0].GetProperty("closed").GetInt32());
    }

    [Fact]
    public async Task of_a_selection_only_what_stands_as_it_was_seen_is_moved()
    {
        var (seen, _) = await Seeds.AlertAsync(Ledger, "bulk-seen", "b1");
        var (moved, _) = await Seeds.AlertAsync(Ledger, "bulk-seen", "b2");
        var client = await Ledger.ClientAsync(Role.Analyst);
        using var note = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{moved}/notes", new { text = "Somebody was here" });
        Assert.Equal(HttpStatusCode.OK, note.StatusCode);
        var body = new { alerts = new[] { new { id = seen, version = 1 }, new { id = moved, version = 1 } }, status = "InProgress", reason = "Triage" };
        using var answered = await client.SendAsync(HttpMethod.Post, "/api/v1/investigations/bulk", body);
        var items = (await answered.JsonAsync()).GetProperty("items");
        Assert.True(items[0].GetProperty("changed").GetBoolean());
        Assert.Equal(("version-mismatch", false), (items[1].GetProperty("code").GetString(), items[1].GetProperty("changed").GetBoolean()));

        using var whole = await client.SendAsync(HttpMethod.Post, "/api/v1/investigations/bulk", body, ("If-Match", "\"1\""));
        await whole.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task acting_on_an_incident_that_was_folded_names_the_one_that_took_it_over()
    {
        var facts = Seeds.Facts("Incident") with { Workspace = "law-soc" };
        var (gone, _) = await Seeds.AlertAsync(Ledger, "folds", "incident-1", facts, AlertKind.SentinelIncident);
        var (into, _) = await Seeds.AlertAsync(Ledger, "folds", "incident-2", facts, AlertKind.SentinelIncident);
        await AppendAsync(
            StreamId.Alert("folds", AlertKind.SentinelIncident, "incident-1"),
            (Guid.NewGuid(), new AlertRedirected { Version = new SourceVersion("2", "2099-01-01T00:00:00Z"), IntoSourceId = "incident-2", ObservedAt = DateTimeOffset.UnixEpoch }));
        var client = await Ledger.ClientAsync(Role.Analyst);
        using var moved = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{gone}/investigation", new { status = "InProgress" });
        Assert.Equal(into, (await moved.JsonAsync()).GetProperty("alert").GetGuid());

        var history = (await client.GetJsonAsync($"/api/v1/alerts/{into}/history")).GetProperty("items").EnumerateArray().Last();
        var tickets = history.GetProperty("event").GetProperty("data").GetProperty("tickets").EnumerateArray();
        Assert.Equal(["incident-2"], tickets.Select(static t => t.GetProperty("incident").GetString()!));
    }

    private async Task<long> AppendAsync(string stream, params (Guid Id, LedgerEvent Event)[] events)
    {
        var outcome = await Ledger.Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = TenantName.Default,
            Mode = AppendMode.Command,
            Streams =
            [
                new StreamAppend(stream, "alert", null, [.. events.Select(e =>
                {
                    var form = EventCodec.Encode(e.Event);
                    return new EventToAppend(e.Id, form.Alias, form.Data);
                })]),
            ],
        });
        return Assert.IsType<AppendOutcome.Appended>(outcome).LastPosition;
    }
}
