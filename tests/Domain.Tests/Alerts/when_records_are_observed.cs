using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Domain.Tests.Alerts;

public sealed class when_records_are_observed
{
    private readonly Given stream = new();

    [Fact]
    public void the_first_sight_is_ingested_and_an_excluded_one_says_why()
    {
        var events = stream.Observe(Given.Seen("2026-01-01T00:00:00Z", "Low"), Given.HighOnly, 4);
        Assert.Collection(
            events,
            e => Assert.IsType<AlertIngested>(e),
            e => Assert.Equal(("severities", 4, "Low", DecisionCause.Ingest), (((AlertExcluded)e).Rule, ((AlertExcluded)e).Revision, ((AlertExcluded)e).Value, ((AlertExcluded)e).Cause)));
        Assert.IsType<Excluded>(stream.State!.Decision);
    }

    [Fact]
    public void a_raised_severity_admits_it_again_and_a_lowered_one_excludes_it()
    {
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z", "Low"), Given.HighOnly);
        Assert.IsType<AlertAdmitted>(stream.Observe(Given.Seen("2026-01-01T00:00:00.0000001Z"), Given.HighOnly)[^1]);
        Assert.IsType<Included>(stream.State!.Decision);
        Assert.IsType<AlertExcluded>(stream.Observe(Given.Seen("2026-01-02T00:00:00Z", "Medium"), Given.HighOnly)[^1]);
        Assert.Equal(["modifiedAt", "severity", "title"], stream.Events.OfType<AlertRevised>().Last().Changed);
    }

    [Fact]
    public void a_late_older_version_is_recorded_and_changes_nothing_current()
    {
        stream.Observe(Given.Seen("2026-01-02T00:00:00Z"), Given.HighOnly);
        var events = stream.Observe(Given.Seen("2026-01-01T23:59:59.9999999Z", "Low"), Given.HighOnly);
        Assert.IsType<AlertRevised>(Assert.Single(events));
        Assert.Equal("High", stream.State!.Facts.Severity);
        Assert.Equal(2, stream.State.KnownVersions.Count);
    }

    [Fact]
    public void a_redirection_is_said_once()
    {
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z"));
        Assert.IsType<AlertRedirected>(stream.Observe(Given.Seen("2026-01-02T00:00:00Z", into: "b"))[^1]);
        Assert.IsType<AlertRevised>(Assert.Single(stream.Observe(Given.Seen("2026-01-03T00:00:00Z", into: "b"))));
        Assert.Equal("b", stream.State!.RedirectedTo);
    }

    [Fact]
    public void an_older_row_is_not_a_new_version_because_its_alerts_changed_since()
    {
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z", key: "2026-01-01T00:00:00Z~row1~alertsA"));
        stream.Observe(Given.Seen("2026-01-02T00:00:00Z", key: "2026-01-02T00:00:00Z~row2~alertsA"));
        Assert.Empty(stream.Observe(Given.Seen("2026-01-01T00:00:00Z", key: "2026-01-01T00:00:00Z~row1~alertsB")));
    }

    [Fact]
    public void the_current_row_with_alerts_that_came_late_is_a_new_version()
    {
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z", "Low", key: "2026-01-01T00:00:00Z~row1~alertsA"));
        Assert.Single(stream.Observe(Given.Seen("2026-01-01T00:00:00Z", key: "2026-01-01T00:00:00Z~row1~alertsB")));
        Assert.Equal("High", stream.State!.Facts.Severity);
        Assert.Empty(stream.Observe(Given.Seen("2026-01-01T00:00:00Z", "Low", key: "2026-01-01T00:00:00Z~row1~alertsA")));
    }

    [Fact]
    public void a_corrected_mapper_reads_the_current_version_again_once()
    {
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z", "Low"));
        var again = Given.Seen("2026-01-01T00:00:00Z") with { Cause = RevisionCause.Mapping, Mapper = 2 };
        Assert.Single(stream.Observe(again));
        Assert.Equal("High", stream.State!.Facts.Severity);
        Assert.Empty(stream.Observe(again));
        Assert.Equal(stream.Ids.Distinct(), stream.Ids);
    }

    [Fact]
    public void an_erased_alert_stays_erased()
    {
        var payload = new VaultReference("c1", 1);
        stream.Observe(Given.Seen("2026-01-01T00:00:00Z", payload: payload));
        Assert.Equal(["c1"], stream.State!.Commitments);
        stream.Happened(new PayloadErased { Commitments = ["c1"], By = Actor.Ledger, Reason = "request" });
        stream.Observe(Given.Seen("2026-01-02T00:00:00Z", payload: new VaultReference("c2", 1)));
        Assert.True(stream.State!.Erased);
        Assert.Null(stream.State.Payload);
        Assert.Null(stream.Events.OfType<AlertRevised>().Single().Payload);
    }

    [Fact]
    public void whatever_the_order_of_arrival_the_newest_version_is_current() => Property.Holds(300, random =>
    {
        var versions = Versions(random);
        var sorted = Run(versions, random);
        var shuffled = versions.Concat(versions).ToArray();
        random.Shuffle(shuffled);
        var other = Run(shuffled, random);
        return Given.Json(sorted.State!.Facts) == Given.Json(other.State!.Facts)
            && sorted.State.Decision.SameAs(other.State.Decision)
            && sorted.State.RedirectedTo == other.State.RedirectedTo
            && sorted.State.KnownVersions.SetEquals(other.State.KnownVersions)
            && Given.Json(other.Folded) == Given.Json(other.State);
    });

    [Fact]
    public void repeating_what_was_seen_appends_nothing() => Property.Holds(300, random =>
    {
        var versions = Versions(random).Concat(Rows(random)).ToArray();
        random.Shuffle(versions);
        var run = Run(versions, random);
        var count = run.Events.Count;
        foreach (var seen in versions)
        {
            run.Observe(seen, Given.HighOnly);
        }

        var keys = run.Events.OfType<AlertRevised>().Select(e => e.Version.Key).ToList();
        return run.Events.Count == count && keys.Distinct(StringComparer.Ordinal).Count() == keys.Count && run.Ids.Distinct().Count() == run.Ids.Count;
    });

    private static Given Run(IEnumerable<Observation> seen, Random random)
    {
        var run = new Given();
        foreach (var observation in seen)
        {
            run.Observe(observation with { Origin = (Origin)random.Next(3) }, Given.HighOnly);
        }

        return run;
    }

    /// <summary>Versions with distinct times, oldest first, some a tenth of a microsecond apart.</summary>
    private static Observation[] Versions(Random random)
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return
        [
            .. Enumerable.Range(0, random.Next(1, 9)).Select(_ =>
            {
                time = time.AddTicks(random.Next(1, 3) == 1 ? 1 : random.Next(1, 1_000_000_000));
                return Given.Seen(
                    time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", null), random.Next(2) == 0 ? "High" : "Low", into: random.Next(4) == 0 ? "into" + random.Next(3) : null);
            }),
        ];
    }

    /// <summary>Rows of a Sentinel incident, each met with several states of its alerts.</summary>
    private static IEnumerable<Observation> Rows(Random random) => Enumerable.Range(0, random.Next(6)).Select(_ =>
    {
        var row = random.Next(3);
        return Given.Seen($"2026-03-0{row + 1}T00:00:00Z", key: $"2026-03-0{row + 1}T00:00:00Z~row{row}~alerts{random.Next(3)}");
    });
}
