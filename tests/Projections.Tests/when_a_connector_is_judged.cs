using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_a_connector_is_judged
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly HealthState Enabled = new()
    {
        Connector = "c", Enabled = true, EnabledAt = Now.AddDays(-1), PollInterval = TimeSpan.FromMinutes(1), LastNewAt = Now.AddMinutes(-1),
    };

    [Fact]
    public void it_is_healthy_while_polls_succeed_and_alerts_arrive() =>
        Assert.Equal(ConnectorCondition.Healthy, Judge(Enabled, Row(success: Now.AddSeconds(-30))).State);

    [Fact]
    public void it_is_dead_after_three_intervals_without_a_success_and_names_the_resource()
    {
        var health = Judge(Enabled, Row(success: Now.AddMinutes(-4)));
        Assert.Equal(ConnectorCondition.Dead, health.State);
        Assert.Contains("alerts", health.Reason, StringComparison.Ordinal);
        Assert.Equal(Now.AddMinutes(-4), health.LastSuccessAt);
        Assert.NotNull(health.WhatToDo);
    }

    [Fact]
    public void a_failure_that_is_tried_again_is_not_called_all_as_usual()
    {
        var row = Row(Now.AddSeconds(-40)) with { LastAttemptAt = Now, LastError = new PollingError { Code = "transient", Message = "503" } };
        var health = Judge(Enabled, row);
        Assert.Equal(ConnectorCondition.Healthy, health.State);
        Assert.Contains("transient", health.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void one_dead_resource_of_two_makes_it_dead() => Assert.Equal(ConnectorCondition.Dead, HealthEvaluation.Evaluate(
        Enabled, new Dictionary<string, PollingRow> { ["a"] = Row(Now), ["b"] = Row(Now.AddMinutes(-10)) }, new EvidenceRow(), Now, 1).State);

    [Fact]
    public void evidence_that_waits_is_told_with_the_first_reason()
    {
        var waiting = new EvidenceRow
        {
            Waiting = [new WaitingVersion { Code = "throttled", NextTryAt = Now.AddMinutes(2) }, new WaitingVersion { Code = "transient", NextTryAt = Now.AddMinutes(1) }],
        };

        var health = HealthEvaluation.Evaluate(Enabled, new Dictionary<string, PollingRow> { ["a"] = Row(Now) }, waiting, Now, 1);

        Assert.Equal(new WaitingEvidence(2, "transient", Now.AddMinutes(1)), health.WaitingEvidence);
        Assert.Contains("The mails of 2 alerts", Assert.Single(health.Warnings), StringComparison.Ordinal);
        Assert.Null(Judge(Enabled, Row(Now)).WaitingEvidence);
    }

    [Fact]
    public void evidence_that_waits_is_read_as_its_follower_writes_it()
    {
        var written = new EvidenceCursor { Waiting = [new Ingestion.WaitingEvidence(7, 2, Now, "throttled")] };

        var read = EvidenceRow.Read(new Cursor(EvidenceCursor.NameOf("c"), 1, written.ToJson(), Now));

        Assert.Equal(EvidenceCursor.NameOf("c"), EvidenceRow.NameOf("c"));
        Assert.Equal(new WaitingVersion { Code = "throttled", NextTryAt = Now }, Assert.Single(read.Waiting));
    }

    [Fact]
    public void silence_is_quiet_only_where_it_is_unusual()
    {
        var busy = Enabled with { NewMoments = 100, UsualGap = TimeSpan.FromMinutes(1), LastNewAt = Now.AddMinutes(-20) };
        Assert.Equal(ConnectorCondition.Quiet, Judge(busy, Row(Now)).State);
        Assert.Equal(ConnectorCondition.Healthy, Judge(busy with { UsualGap = TimeSpan.FromHours(1) }, Row(Now)).State);
        Assert.Equal(ConnectorCondition.Quiet, Judge(busy with { UsualGap = TimeSpan.FromDays(99), LastNewAt = Now.AddHours(-25) }, Row(Now)).State);
    }

    [Fact]
    public void an_error_that_a_person_must_mend_says_what_to_do()
    {
        var health = Judge(Enabled, Row(Now) with { LastError = new PollingError { Code = "credential-expired", Message = "AADSTS7000222", WhatToDo = "Enter a new one." } });
        Assert.Equal(ConnectorCondition.NeedsPerson, health.State);
        Assert.Equal("Enter a new one.", health.WhatToDo);
    }

    [Fact]
    public void a_failure_that_the_pollers_row_has_overcome_lasts_no_longer()
    {
        var failed = Enabled with
        {
            Resources = [new ResourceState { Resource = "alerts", Failure = new PollFailure(Now.AddMinutes(-5), "permission-missing", "no", "Grant it.") }],
        };
        Assert.Equal(ConnectorCondition.NeedsPerson, Judge(failed, Row(Now.AddMinutes(-6))).State);
        Assert.Equal(ConnectorCondition.Healthy, Judge(failed, Row(Now)).State);
    }

    [Fact]
    public void it_is_new_before_its_first_poll_then_dead_and_disabled_when_not_allowed()
    {
        Assert.Equal(ConnectorCondition.New, Judge(Enabled with { EnabledAt = Now.AddSeconds(-20) }, null).State);
        Assert.Equal(ConnectorCondition.Dead, Judge(Enabled, null).State);
        Assert.Equal(ConnectorCondition.Disabled, Judge(Enabled with { Enabled = false }, Row(Now)).State);
    }

    [Fact]
    public void an_empty_list_of_a_source_that_must_hold_a_known_record_is_no_silence()
    {
        var health = Judge(Enabled, Row(Now) with { EmptySince = Now.AddMinutes(-1), Watermark = "2026-03-02T11:00:00Z" });
        Assert.Equal((ConnectorCondition.Quiet, "empty-answers"), (health.State, health.Code));
        Assert.NotNull(health.WhatToDo);
    }

    [Theory]
    [InlineData(61, null)]
    [InlineData(59.5, 60)]
    [InlineData(29, 30)]
    [InlineData(13, 14)]
    [InlineData(6.5, 7)]
    [InlineData(0.5, 1)]
    [InlineData(-1, 0)]
    public void the_end_of_a_credential_is_warned_of_at_each_threshold(double days, int? warned)
    {
        var health = Judge(Enabled, Row(Now) with { CredentialEndsAt = Now.AddDays(days) });
        Assert.Equal(warned, health.Credential!.WarnedAt);
        Assert.Equal(warned is null ? 0 : 1, health.Warnings.Count);
    }

    [Fact]
    public void a_count_of_the_source_that_differs_is_warned_of_and_named()
    {
        var counted = new SourceCount(new SourceWindow(Now.AddDays(-1), Now), 120, 118, Now);
        var health = Judge(Enabled with { Resources = [new ResourceState { Resource = "alerts", Counted = counted }] }, Row(Now));
        Assert.Equal("118 of 120: 2 missing in the ledger", counted.Says);
        Assert.Contains("118 of 120", Assert.Single(health.Warnings), StringComparison.Ordinal);
        Assert.Equal("120 of 120", (counted with { InLedger = 120 }).Says);
    }

    [Fact]
    public void the_lag_stands_beside_the_settings_and_suggests_a_longer_overlap_when_one_in_a_hundred_comes_later()
    {
        var state = Enabled with { LogIngestionDelay = TimeSpan.FromMinutes(5) };
        state = Enumerable.Range(0, 1000).Aggregate(state, (s, i) => s with { Lags = LagHistogram.Add(s.Lags, i < 970 ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(25)) });
        var lag = Judge(state, Row(Now)).LagHistogram!;

        Assert.Equal((1000L, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(30)), (lag.Observed, lag.P50!.Value, lag.P99!.Value));
        Assert.Contains("logIngestionDelay", lag.Recommendation, StringComparison.Ordinal);
        Assert.Null(Judge(state with { LogIngestionDelay = TimeSpan.FromMinutes(40) }, Row(Now)).LagHistogram!.Recommendation);
        Assert.Null(Judge(Enabled, Row(Now)).LagHistogram!.P50);
    }

    [Fact]
    public void what_was_read_under_one_filter_is_not_read_under_another()
    {
        static PollWindowCovered Covered(int from, int to, string digest) => new()
        {
            Connector = "c", Resource = "kql/x", Window = new SourceWindow(Now.AddHours(from), Now.AddHours(to)), FilterDigest = digest, Origin = Origin.Live, Attempt = 1,
            Polls = 1, Pages = 1, Received = 0, New = 0, Revised = 0, Excluded = 0,
        };
        var state = new[] { Covered(0, 2, "a"), Covered(1, 3, "a"), Covered(3, 5, "b") }.Aggregate((HealthState?)null, (s, e) => HealthFold.Apply(
            s, new StoredEvent(1, Guid.Empty, "connector/c", 1, "poll_window_covered", default, Now, "", null, null, null), e));

        var resource = Assert.Single(state!.Resources);
        Assert.Equal([new SourceWindow(Now, Now.AddHours(5))], resource.Read);
        Assert.Equal(["a", "b"], resource.Filters.Select(f => f.FilterDigest));
        Assert.Equal([new SourceWindow(Now, Now.AddHours(3))], resource.Filters[0].Read);
    }

    [Fact]
    public void a_row_that_cannot_be_read_says_nothing() =>
        Assert.Null(PollingRow.Read(new Cursor("poll/c/alerts", 1, "[1]"u8.ToArray(), Now)).LastSuccessAt);

    [Fact]
    public void every_stretch_that_was_not_read_is_named()
    {
        static SourceWindow Minutes(int from, int to) => new(Now.AddMinutes(from), Now.AddMinutes(to));
        var state = Enabled with
        {
            Resources =
            [
                new ResourceState
                {
                    Resource = "alerts",
                    Read = [Minutes(0, 10), Minutes(20, 30), Minutes(40, 50)],
                    Gaps = [new FoundGap(Minutes(10, 15), 5, "partial", Now), new FoundGap(Minutes(22, 23), 5, "partial", Now)],
                    Accepted = [new AcceptedGap(Minutes(15, 20), History.Ada, "lost", Now)],
                },
            ],
        };
        var row = Row(Now) with { PendingFrom = Now.AddMinutes(50), CoveredTo = Now.AddMinutes(55) };
        var resource = Judge(state, row).Resources[0];

        Assert.Equal(Minutes(50, 55), resource.Pending);
        Assert.Equal(
            [new CoverageHole(Minutes(10, 15), "unreadable", "partial", 5), new CoverageHole(Minutes(15, 20), "accepted", AcceptedBy: "ada", Reason: "lost"), new CoverageHole(Minutes(30, 40), "unpolled")],
            resource.Gaps);
    }

    [Fact]
    public void a_union_of_stretches_does_not_depend_on_their_order()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var windows = Enumerable.Range(0, 8).Select(_ => random.Next(40)).Select(from => new SourceWindow(Now.AddMinutes(from), Now.AddMinutes(from + random.Next(8)))).ToArray();
            var expected = windows.Aggregate((IReadOnlyList<SourceWindow>)[], Stretches.Add);
            random.Shuffle(windows);
            Assert.Equal(expected, windows.Aggregate((IReadOnlyList<SourceWindow>)[], Stretches.Add));
            Assert.All(windows, w => Assert.Empty(Stretches.Without(w, expected)));
        }
    }

    [Fact]
    public void the_usual_gap_follows_the_moments_at_which_alerts_come()
    {
        var state = new[] { 0, 1, 2, 600, 601, 1200, 1800, 2400 }.Aggregate((HealthState?)null, (s, seconds) => HealthFold.Apply(
            s,
            new StoredEvent(1, Guid.Empty, "alert/c/k/1", 1, "alert_ingested", default, Now.AddSeconds(seconds), "", null, null, null),
            new AlertIngested
            {
                Connector = "c", Kind = "k", SourceId = "1", Version = new SourceVersion("1", ""), Mapper = 1, Origin = Origin.Live, ObservedAt = Now,
                Facts = new AlertFacts { Title = "t", Severity = "High", Status = "new" },
            }));
        Assert.Equal(5, state!.NewMoments);
        Assert.InRange(state.UsualGap, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    private static ConnectorHealth Judge(HealthState state, PollingRow? row) => HealthEvaluation.Evaluate(
        state, row is null ? new Dictionary<string, PollingRow>() : new Dictionary<string, PollingRow> { ["alerts"] = row }, new EvidenceRow(), Now, 1);

    private static PollingRow Row(DateTimeOffset success) => new() { LastAttemptAt = success, LastSuccessAt = success };
}
