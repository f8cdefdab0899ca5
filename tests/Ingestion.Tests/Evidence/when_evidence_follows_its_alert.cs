using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using static Dropzone.Ledger.Ingestion.Tests.Sentinel.SentinelStory;

namespace Dropzone.Ledger.Ingestion.Tests.Evidence;

/// <summary>The follow-up runs by itself here, so that it can be cut anywhere: while alerts are recorded, mailboxes refuse the token.</summary>
public sealed class when_evidence_follows_its_alert(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string Mailbox = "m.bauer@example.org";
    private readonly ManualClock clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task killed_before_or_after_any_answer_it_ends_as_if_it_had_never_been()
    {
        var (connector, names) = await RecordedAsync(8, gone: 2);
        for (var cut = 1; cut <= 6; cut++)
        {
            await Assert.ThrowsAsync<Killed>(() => FollowAsync(connector, new KilledSource(Source(), cut % 3 + 1, afterAnswer: cut % 2 == 0)));
        }

        await FollowAsync(connector, Source());
        await FollowAsync(connector, Source());
        var outcomes = await OutcomesAsync(connector, names);
        Assert.Equal(["kept", "kept", "kept", "kept", "kept", "kept", "mail-gone", "mail-gone"], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task two_that_follow_at_once_end_in_one_outcome_a_mail()
    {
        var (connector, names) = await RecordedAsync(4, gone: 1);
        await Task.WhenAll(FollowAsync(connector, Source()), FollowAsync(connector, Source()));
        await FollowAsync(connector, Source());
        Assert.Equal(["kept", "kept", "kept", "mail-gone"], (await OutcomesAsync(connector, names)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task trouble_that_does_not_end_is_given_up_after_six_tries_with_one_outcome()
    {
        var (connector, names) = await RecordedAsync(2, gone: 0);
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Path = "/messages", Kind = FaultKind.Status, Status = 500 });
        world.Cloud.ClearRequests();
        for (var i = 0; i < EvidenceFollower.MostTries + 2; i++)
        {
            await FollowAsync(connector, Source());
            clock.Move(TimeSpan.FromHours(1));
        }

        world.Cloud.RemoveFault(fault);
        Assert.Equal(["transient", "transient"], await OutcomesAsync(connector, names));
        Assert.Equal(2 * EvidenceFollower.MostTries, world.Cloud.Requests.Count(request => names.Any(name => request.PathAndQuery.Contains(name, StringComparison.Ordinal))));
        Assert.Empty((await CursorAsync(connector)).Waiting);
    }

    [Fact]
    public async Task a_refused_sign_in_blames_no_mail()
    {
        var (connector, names) = await RecordedAsync(1, gone: 0);
        using (var wrong = world.OpenCloud("another-secret"))
        {
            await FollowAsync(connector, new MailboxEvidence(wrong.Mails, _ => Task.CompletedTask));
        }

        Assert.Equal([""], await OutcomesAsync(connector, names));
        await FollowAsync(connector, Source());
        Assert.Equal(["kept"], await OutcomesAsync(connector, names));
    }

    [Fact]
    public async Task of_an_alert_that_was_erased_nothing_is_asked_for_or_kept()
    {
        var (connector, names) = await RecordedAsync(1, gone: 0);
        var stream = StreamId.Alert(connector, AlertKind.SentinelIncident, names[0]);
        var state = (await world.StateAsync(connector, names[0], AlertKind.SentinelIncident))!;
        var encoded = EventCodec.Encode(new PayloadErased { Commitments = state.Commitments, By = Actor.Ledger, Reason = "asked for" });
        Assert.IsType<AppendOutcome.Appended>(await world.Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = PollingWorld.Tenant,
            Streams = [new StreamAppend(stream, "alert", state.StreamVersion, [new EventToAppend(Guid.NewGuid(), encoded.Alias, encoded.Data)])],
            Erase = [.. state.Commitments],
        }));
        world.Cloud.ClearRequests();
        await FollowAsync(connector, Source());
        Assert.Equal([""], await OutcomesAsync(connector, names));
        Assert.DoesNotContain(world.Cloud.Requests, request => request.PathAndQuery.Contains(names[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task what_was_recorded_while_nobody_wanted_evidence_is_not_asked_for_later()
    {
        SentinelSettings? settings = null;
        var connector = await world.AddSentinelAsync(s => settings = s);
        var early = Publish(delivered: true);
        await world.PollAllAsync(connector);
        await world.ConfigureAsync(connector, 2, settings! with { DefenderEmailFetching = true });
        await world.PollAllAsync(connector);
        var late = Publish(delivered: true);
        await world.PollAllAsync(connector);
        Assert.Equal(["", "kept"], await OutcomesAsync(connector, [early, late]));
    }

    private async Task<(string Connector, IReadOnlyList<string> Names)> RecordedAsync(int alerts, int gone)
    {
        var connector = await world.AddSentinelAsync(s => s with { DefenderEmailFetching = true });
        List<string> names = [.. Enumerable.Range(0, alerts).Select(i => Publish(delivered: i >= gone))];
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Path = "/messages", Kind = FaultKind.Status, Status = 401 });
        Assert.All(await world.PollAllAsync(connector), outcome => Assert.Null(outcome.Failure));
        world.Cloud.RemoveFault(fault);
        Assert.All(await OutcomesAsync(connector, names), outcome => Assert.Equal("", outcome));
        return (connector, names);
    }

    private MailboxEvidence Source() => new(world.OpenCloud().Mails, _ => Task.CompletedTask);

    private async Task FollowAsync(string connector, IEvidenceSource source)
    {
        var ledger = new EvidenceLedger(world.Database, PollingWorld.Tenant, connector, clock);
        await ledger.LoadAsync(wanted: true, default);
        var queue = new EvidenceQueue(world.Database, PollingWorld.Tenant, connector, source);
        var follower = new EvidenceFollower(ledger, queue, source, () => TimeSpan.FromSeconds(1), clock, NullLogger.Instance);
        while (await follower.TurnAsync(default))
        {
            // One version at a time.
        }
    }

    private async Task<EvidenceCursor> CursorAsync(string connector) =>
        EvidenceCursor.FromJson((await world.Database.Cursors.ReadAsync(PollingWorld.Tenant, EvidenceCursor.NameOf(connector)))!.State.Span);

    /// <summary>Of each alert its one outcome; the empty text when it has none.</summary>
    private async Task<IReadOnlyList<string>> OutcomesAsync(string connector, IReadOnlyList<string> names)
    {
        var outcomes = new List<string>();
        foreach (var name in names)
        {
            var events = await world.AlertAsync(connector, name, AlertKind.SentinelIncident);
            var own = events.Where(e => e is AlertEvidenceKept or AlertEvidenceMissed).ToList();
            Assert.True(own.Count <= 1, $"{name}: {own.Count} outcomes");
            outcomes.Add(own.SingleOrDefault() switch { AlertEvidenceKept => "kept", AlertEvidenceMissed missed => missed.Code, _ => "" });
        }

        return outcomes;
    }

    private string Publish(bool delivered)
    {
        var (name, alert) = (Id(), Id());
        var message = $"<{name}@mail.example.net>";
        if (delivered)
        {
            world.Cloud.DeliverMail(new MailToDeliver(message, "c1d2", "Invoice 4402", "billing@example.net", Mailbox, []));
        }

        world.Cloud.PublishSecurityAlertRows(MailAlertRow(alert, At(30), message, Mailbox), new Publication(VisibleAt: At(30)));
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, At(29), "Phish delivered", alert), new Publication(VisibleAt: At(29)));
        return name;
    }

    private sealed class Killed : Exception;

    /// <summary>A process that ends before its nth question, or after the answer came and before it was recorded.</summary>
    private sealed class KilledSource(IEvidenceSource inner, int question, bool afterAnswer) : IEvidenceSource
    {
        private int asked;

        public int MostMails => inner.MostMails;

        public bool Concerns(string kind) => inner.Concerns(kind);

        public IReadOnlyList<WantedMail> Wanted(AlertEntities entities) => inner.Wanted(entities);

        public bool IsKept(AlertState state, WantedMail mail) => inner.IsKept(state, mail);

        public async Task<EvidenceAnswer> FetchAsync(WantedMail mail, bool isLastTry, CancellationToken cancellation)
        {
            var mine = ++asked == question;
            if (mine && !afterAnswer)
            {
                throw new Killed();
            }

            var answer = await inner.FetchAsync(mail, isLastTry, cancellation);
            return mine ? throw new Killed() : answer;
        }
    }
}
