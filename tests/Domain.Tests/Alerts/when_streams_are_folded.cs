using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Tests.Alerts;

public sealed class when_streams_are_folded
{
    [Fact]
    public void any_events_in_any_order_can_be_folded() => Property.Holds(300, random =>
    {
        var any = new AnyValue(random);
        var events = Enumerable.Range(1, 12).Select(v => (any.Event(), Guid.NewGuid(), (long)v, DateTimeOffset.UnixEpoch.AddSeconds(v))).ToList();
        var alert = AlertState.Fold(events);
        ConnectorState.Fold(events);
        return alert is not null == events.Exists(e => e.Item1 is AlertIngested);
    });

    [Fact]
    public void what_people_did_survives_every_later_version() => Property.Holds(200, random =>
    {
        var stream = new Given();
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z"));
        LedgerEvent[] acts =
        [
            new InvestigationAssigned { Assignee = "zoe", By = Actor.Ledger },
            new InvestigationNoteAdded { Text = "n", By = Actor.Ledger },
            new InvestigationStatusChanged { From = InvestigationStatus.Queued, To = InvestigationStatus.Closed, Conclusion = Conclusion.Benign, By = Actor.Ledger },
        ];
        foreach (var act in acts)
        {
            for (var i = 0; i < random.Next(3); i++)
            {
                stream.Observe(Given.Seen($"2026-01-{random.Next(1, 29):00}T00:00:00Z", random.Next(2) == 0 ? "High" : "Low"), Given.HighOnly);
            }

            stream.Happened(act);
        }

        stream.Observe(Given.Seen("2026-02-01T00:00:00Z", "Low"), Given.HighOnly);
        return stream.State!.Investigation is { Status: InvestigationStatus.Closed, Conclusion: Conclusion.Benign, Assignee: "zoe", Notes: 1, BegunAt: not null };
    });

    [Fact]
    public void an_intent_is_open_until_its_outcome()
    {
        var stream = new Given();
        var intent = Guid.NewGuid();
        var ticket = new TicketReference("s", "w", "i");
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z"));
        stream.Happened(new TicketSyncRequested { Ticket = ticket, Cause = TicketSyncCause.StatusChanged, Wanted = new TicketFields("Active") }, intent);
        Assert.Equal(intent, Assert.Single(stream.State!.OpenTickets).Intent);
        stream.Happened(new TicketSyncFailed { Intent = intent, Ticket = ticket, ErrorCode = "conflict", WhatToDo = "look", Attempts = 5 });
        Assert.Empty(stream.State.OpenTickets);
        Assert.Equal((TicketIntentState.Failed, "conflict"), (stream.State.Tickets[0].State, stream.State.Tickets[0].ErrorCode));
    }

    [Fact]
    public void a_kept_state_reads_back_equal()
    {
        var stream = new Given();
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z", "Low"), Given.HighOnly);
        stream.Observe(Given.Seen("2026-01-02T00:00:00Z", "Low", into: "x"), Given.HighOnly);
        var kept = Given.Json(stream.State);
        Assert.Equal(kept, Given.Json(System.Text.Json.JsonSerializer.Deserialize<AlertState>(kept, Domain.Serialization.LedgerJson.Options)));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.0000001Z", -1)]
    [InlineData("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.5000000Z", 0)]
    [InlineData("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", 0)]
    [InlineData("2019-01-11 06:31:40", "2019-01-11T06:31:41", -1)]
    [InlineData("", "2019-01-11 06:31:40", -1)]
    [InlineData("7/7/2024 8:50:02 AM", "", 0)]
    public void versions_are_ordered_by_their_full_time(string a, string b, int order) =>
        Assert.Equal(order, SourceOrder.Compare(new SourceVersion("k", a), new SourceVersion("k", b)));
}
