using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>How fast work went and how write-backs stood at any position is what the log up to there says, folded by hand.</summary>
public sealed class when_a_past_dashboard_tells_of_work(Ledger ledger) : IClassFixture<Ledger>
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(301, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task it_says_what_the_log_up_to_there_says(int seed)
    {
        var random = new Random(seed);
        var history = RandomHistory.Of(seed, 150);
        for (var step = 0; step < 250; step++)
        {
            Work(history, random);
        }

        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await ledger.FoldAsync(tenant, () => 1 + random.Next(random.Next(2) == 0 ? 3 : 70), () => random.Next(5) == 0);
        var log = (await ledger.Database.Log.ReadLogAsync(tenant, 0, int.MaxValue)).Select(static e => new Logged(e, EventCodec.Decode(e.Type, e.Data.Span))).ToList();
        var dashboards = new DashboardQueries(ledger.Models);
        for (var round = 0; round < 40; round++)
        {
            var position = round == 0 ? log.Count : 1 + random.Next(log.Count);
            foreach (var connector in (string[])[History.Sentinel, History.Defender])
            {
                var then = (await dashboards.AsOfAsync(tenant, connector, position)).Dashboards.SingleOrDefault();
                if (then is null)
                {
                    Assert.DoesNotContain(log.Take(position), e => e.Event is ConnectorConfigured configured && configured.Connector == connector);
                    continue;
                }

                Assert.Equal(TicketsOf(log.Take(position), connector), then.Tickets);
                Assert.Equal(WorkOf(log.Take(position), connector), then.Work!);
            }

            var all = (await dashboards.AsOfAsync(tenant, null, position)).Dashboards;
            Assert.All(all, d => Assert.Equal(TicketsOf(log.Take(position), d.Connector), d.Tickets));
            Assert.All(all, d => Assert.Equal(WorkOf(log.Take(position), d.Connector), d.Work!));
        }

        var now = await dashboards.FindAsync(tenant, History.Sentinel);
        Assert.Equal((await dashboards.AsOfAsync(tenant, History.Sentinel, log.Count)).Dashboards.Single().Work!, now!.Work!);
        Assert.Equal(TicketsOf(log, History.Sentinel), now.Tickets);
        Assert.Empty(await new ReadModelVerification(ledger.Models).VerifyAsync(tenant));
    }

    private static void Work(History history, Random random)
    {
        var streams = history.AlertStreams.Where(static s => s.StartsWith("alert/" + History.Sentinel, StringComparison.Ordinal)).ToList();
        switch (random.Next(8))
        {
            case < 3 when streams.Count > 0:
                history.Investigate(
                    streams[random.Next(streams.Count)], (InvestigationStatus)random.Next(4), random.Next(2) == 0 ? Conclusion.Benign : Conclusion.Malicious);
                break;
            case < 5 when streams.Count > 0:
                history.Wish(streams[random.Next(streams.Count)]);
                break;
            case < 7 when history.Waiting.Count > 0:
                history.Settle(history.Waiting[random.Next(history.Waiting.Count)], random.Next(4) is var result and < 3 ? (TicketSyncResult)result : null);
                break;
            case 7 when history.Failed.Count > 0:
                var (intent, stream) = history.Failed[random.Next(history.Failed.Count)];
                history.Wish(stream, intent);
                break;
        }
    }

    private static TicketBalance? TicketsOf(IEnumerable<Logged> log, string connector)
    {
        var requests = log.Where(e => e.Event is TicketSyncRequested request && request.Ticket.Connector == connector).ToList();
        if (requests.Count == 0)
        {
            return null;
        }

        var outcomes = log.Where(static e => e.Event is TicketStatusSynced or TicketSyncFailed)
            .ToDictionary(static e => e.Event is TicketStatusSynced s ? s.Intent : ((TicketSyncFailed)e.Event).Intent, static e => e.Event);
        var retried = log.Select(static e => (e.Event as TicketSyncRequested)?.Replaces).OfType<Guid>().ToHashSet();
        long Ended(TicketSyncResult result) => requests.Count(r => outcomes.GetValueOrDefault(r.Stored.Id) is TicketStatusSynced s && s.Result == result);
        var failed = requests.Where(r => outcomes.GetValueOrDefault(r.Stored.Id) is TicketSyncFailed).ToList();
        var waiting = requests.Where(r => !outcomes.ContainsKey(r.Stored.Id)).ToList();
        return new TicketBalance(
            connector, requests.Count, Ended(TicketSyncResult.Written), Ended(TicketSyncResult.AlreadyInSync), Ended(TicketSyncResult.Superseded), failed.Count, waiting.Count)
        {
            NeedsPerson = failed.Count(f => !retried.Contains(f.Stored.Id)),
            WaitingSince = waiting.FirstOrDefault()?.Stored.Timestamp,
        };
    }

    private static List<WorkTimes> WorkOf(IEnumerable<Logged> log, string connector)
    {
        var rows = new List<(string Severity, double Begun, double? Closed)>();
        foreach (var stream in log.Where(static e => e.Event is AlertEvent).GroupBy(static e => e.Stored.Stream, StringComparer.Ordinal))
        {
            var seen = stream.First();
            var begun = stream.FirstOrDefault(static e => e.Event is InvestigationStatusChanged or InvestigationAssigned or InvestigationNoteAdded);
            if (seen.Event is AlertIngested ingested && ingested.Connector == connector && begun is not null)
            {
                var last = stream.LastOrDefault(static e => e.Event is InvestigationStatusChanged);
                var closed = last?.Event is InvestigationStatusChanged { To: InvestigationStatus.Closed };
                rows.Add((ingested.Facts.Severity, Since(begun), closed ? Since(last!) : null));
            }

            double Since(Logged e) => (e.Stored.Timestamp - seen.Stored.Timestamp).TotalSeconds;
        }

        return
        [
            .. rows.GroupBy(static r => r.Severity, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g =>
            {
                var (begun, closed) = (g.Select(static r => r.Begun).Order().ToList(), g.Select(static r => r.Closed).OfType<double>().Order().ToList());
                return new WorkTimes(
                    g.Key, begun.Count, Part(begun, 0.5), Part(begun, 0.9), closed.Count,
                    closed.Count == 0 ? null : Part(closed, 0.5), closed.Count == 0 ? null : Part(closed, 0.9));
            }),
        ];
    }

    // As percentile_cont: between the two nearest, in proportion.
    private static TimeSpan Part(List<double> ordered, double part)
    {
        var place = part * (ordered.Count - 1);
        var (below, above) = (ordered[(int)Math.Floor(place)], ordered[(int)Math.Ceiling(place)]);
        return TimeSpan.FromMilliseconds((long)Math.Round(1000 * (below + ((place - Math.Floor(place)) * (above - below)))));
    }

    private sealed record Logged(StoredEvent Stored, LedgerEvent Event);
}
