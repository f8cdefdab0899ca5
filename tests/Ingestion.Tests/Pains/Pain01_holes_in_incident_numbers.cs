using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Sentinel;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;
using FsCheck;
using FsCheck.Fluent;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>A Sentinel incident that never arrives leaves a hole in the numbers, and the hole is named before the incident is found.</summary>
public sealed class Pain01_holes_in_incident_numbers(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string Numbers = "incident-numbers/law-soc";
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly Naming Naming = new("c", Numbers, "");

    [Fact]
    public async Task A_hole_is_a_named_gap_with_its_cause_and_is_closed_when_the_incident_turns_up()
    {
        foreach (var number in new[] { 811, 812, 814 })
        {
            Publish(number, SentinelStory.Id());
        }

        var connector = await world.AddSentinelAsync(s => s with { LogIngestionDelay = TimeSpan.Zero });
        await world.PollAllAsync(connector);

        var gap = Assert.Single((await world.EventsAsync($"connector/{connector}")).OfType<CoverageGapFound>());
        Assert.Equal((Numbers, "incident-number-missing"), (gap.Resource, gap.ErrorCode));
        Assert.Contains("incident 813 of law-soc", gap.Message, StringComparison.Ordinal);

        await world.PollAllAsync(connector);
        Publish(813, SentinelStory.Id(), late: true);
        await world.PollAllAsync(connector);
        await world.PollAllAsync(connector);

        var events = await world.EventsAsync($"connector/{connector}");
        Assert.Single(events.OfType<CoverageGapFound>());
        Assert.Contains(events.OfType<PollWindowCovered>(), covered => covered.Resource == Numbers && covered.Window == gap.Window);
    }

    [Fact]
    public void Whatever_the_order_of_arrival_what_is_reported_and_not_closed_is_exactly_what_is_missing() => Prop
        .ForAll(
            Gen.Choose(1, 30).ArrayOf().Where(numbers => numbers.Length <= 40).ToArbitrary(),
            arrivals =>
            {
                var (cursor, now) = (NumberCursor.New, Start.AddHours(1));
                var open = new List<SourceWindow>();
                foreach (var number in arrivals)
                {
                    var incident = new NumberedIncident(number, Start.AddMinutes(number), now, Start);
                    (cursor, var events) = NumberJudge.Judge(cursor, [incident], Naming, "law-soc", TimeSpan.Zero, now);
                    foreach (var e in events)
                    {
                        open = Applied(open, e);
                    }

                    now = now.AddMinutes(1);
                }

                var holes = SeenNumbers.Holes(cursor.Seen).Select(hole => hole.Window).ToList();
                var seen = arrivals.ToHashSet();
                var missing = seen.Count == 0 ? 0 : Enumerable.Range(seen.Min(), seen.Max() - seen.Min() + 1).Count(number => !seen.Contains(number));
                return missing == SeenNumbers.Holes(cursor.Seen).Sum(hole => hole.Last - hole.First + 1) && Same(open, holes);
            })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Numbers_of_incidents_from_before_the_first_window_say_nothing()
    {
        var (cursor, events) = NumberJudge.Judge(
            NumberCursor.New,
            [new(1, Start.AddDays(-30), Start, Start), new(900, Start.AddMinutes(1), Start, Start), new(901, Start.AddMinutes(2), Start, Start)],
            Naming, "law-soc", TimeSpan.Zero, Start.AddHours(1));
        Assert.Empty(events);
        Assert.Equal((900, 901), (Assert.Single(cursor.Seen).First, cursor.Seen[0].Last));
    }

    [Fact]
    public void A_hole_younger_than_the_log_ingestion_delay_is_given_time()
    {
        NumberedIncident[] incidents = [new(1, Start, Start, Start), new(3, Start.AddMinutes(2), Start.AddMinutes(2), Start)];
        var (cursor, early) = NumberJudge.Judge(NumberCursor.New, incidents, Naming, "law-soc", TimeSpan.FromMinutes(5), Start.AddMinutes(4));
        Assert.Empty(early);
        Assert.Single(NumberJudge.Judge(cursor, [], Naming, "law-soc", TimeSpan.FromMinutes(5), Start.AddMinutes(8)).Events.OfType<CoverageGapFound>());
    }

    private static List<SourceWindow> Applied(List<SourceWindow> open, ConnectorEvent e) => e switch
    {
        CoverageGapFound gap => [.. open, gap.Window],
        PollWindowCovered covered => [.. open.SelectMany(window => Without(window, covered.Window))],
        _ => open,
    };

    private static IEnumerable<SourceWindow> Without(SourceWindow window, SourceWindow taken)
    {
        if (taken.To <= window.From || taken.From >= window.To)
        {
            return [window];
        }

        return new[] { new SourceWindow(window.From, taken.From), new SourceWindow(taken.To, window.To) }.Where(left => left.To > left.From);
    }

    /// <summary>Stretches that touch are one: a hole that was filled in its middle is still reported as it was found.</summary>
    private static bool Same(List<SourceWindow> open, List<SourceWindow> holes) => Joined(open).SequenceEqual(Joined(holes));

    private static List<SourceWindow> Joined(IEnumerable<SourceWindow> windows) => windows.OrderBy(window => window.From).Aggregate(
        new List<SourceWindow>(),
        (joined, next) => joined is [.., var last] && last.To >= next.From ? [.. joined.SkipLast(1), last with { To = next.To > last.To ? next.To : last.To }] : [.. joined, next]);

    private void Publish(int number, string name, bool late = false)
    {
        var created = SentinelStory.At(900 - number);
        world.Cloud.PublishSecurityIncidentRows(SentinelStory.Row(name, number, created), new Publication(VisibleAt: late ? null : created));
    }
}
