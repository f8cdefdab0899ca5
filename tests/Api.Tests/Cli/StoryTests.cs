using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Api.Tests.Cli;

public sealed class when_an_alert_is_replayed
{
    private const string Stream = "alert/defender/defender-alert/a1";
    private readonly Story story = new();
    private long version;

    [Fact]
    public void each_event_says_what_it_changed()
    {
        Assert.Equal("First seen by defender: Low \"Odd sign-in\", status new.", Tell(Seen()).Headline);
        var revised = Tell(Revised("2026-11-01T10:00:02Z", "High"));
        Assert.Contains("severity: Low → High", revised.Details);
    }

    [Fact]
    public void a_late_older_version_is_named_as_one()
    {
        Tell(Seen());
        Tell(Revised("2026-11-01T10:00:05Z", "High"));
        var late = Tell(Revised("2026-11-01T10:00:03Z", "Medium"));
        Assert.Equal("an older version (2026-11-01T10:00:03Z) that arrived late: nothing current changed", Assert.Single(late.Details));
        Assert.Contains("severity: High → Low", Tell(Revised("2026-11-01T10:00:09Z", "Low")).Details);
    }

    [Fact]
    public void every_event_has_words()
    {
        var golden = Path.Combine(House.Repository.Root, "tests", "Domain.Tests", "Golden");
        foreach (var type in Domain.Serialization.EventTypes.All)
        {
            var canonical = File.ReadLines(Path.Combine(golden, type.Alias + ".golden")).First(line => line.StartsWith('{'));
            var happened = Domain.Serialization.EventCodec.Decode(type.Alias, System.Text.Encoding.UTF8.GetBytes(canonical));
            Assert.False(string.IsNullOrWhiteSpace(EventStory.Of(happened)), type.Alias);
        }
    }

    [Fact]
    public void a_write_back_that_goes_on_as_another_intent_says_why()
    {
        Tell(Seen());
        var (ticket, first) = (new TicketReference("sentinel", "law", "i1"), Guid.NewGuid());
        var ended = Tell(new TicketStatusSynced
        {
            Intent = first, Ticket = ticket, Result = TicketSyncResult.Superseded, Before = new TicketFields("Closed", "Undetermined"), Attempts = 1,
        });
        var anew = Tell(new TicketSyncRequested
        {
            Ticket = ticket, Cause = TicketSyncCause.StatusChanged, Wanted = new TicketFields("Active"), Replaces = first,
        });
        Assert.Equal("Somebody changed incident i1 of law to Closed (Undetermined) when it may have been written for this: another intent goes on.", ended.Headline);
        Assert.Equal("To be written to incident i1 of law: Active, once more after somebody changed it.", anew.Headline);
        Assert.Contains($"replaces: {first}", anew.Details);
    }

    private Chapter Tell(AlertEvent happened) => story.Tell(Stream, Guid.NewGuid(), ++version, DateTimeOffset.UnixEpoch, happened);

    private static AlertFacts Facts(string severity) => new() { Title = "Odd sign-in", Severity = severity, Status = "new" };

    private static AlertIngested Seen() => new()
    {
        Connector = "defender",
        Kind = AlertKind.DefenderAlert,
        SourceId = "a1",
        Version = new("1", "2026-11-01T10:00:01Z"),
        Facts = Facts("Low"),
        Mapper = 1,
        Origin = Origin.Live,
        ObservedAt = DateTimeOffset.UnixEpoch,
    };

    private static AlertRevised Revised(string modified, string severity) => new()
    {
        Version = new(modified, modified),
        Facts = Facts(severity),
        Changed = ["severity"],
        Cause = RevisionCause.Source,
        Mapper = 1,
        Origin = Origin.Live,
        ObservedAt = DateTimeOffset.UnixEpoch,
    };
}
