using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Groups;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Streams;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>A history of few ids and many meetings: claims before and after offers, revisions in any order, changed filters and rules.</summary>
public static class RandomHistory
{
    private static readonly string[] Severities = ["High", "Medium", "Low"];

    private static readonly GroupRule[] Rules =
    [
        .. GroupRules.Default,
        new("same-title", GroupRuleKind.SameFacts) { Facts = [GroupFact.Title, GroupFact.Kind] },
        new("same-severity-for-a-while", GroupRuleKind.SameFacts) { Facts = [GroupFact.Severity, GroupFact.Source], Window = TimeSpan.FromMinutes(30) },
        new("same-mail-for-a-while", GroupRuleKind.SameFacts) { Facts = [GroupFact.InternetMessageId], Window = TimeSpan.FromMinutes(45) },
    ];

    public static History Of(int seed, int steps)
    {
        var random = new Random(seed);
        var history = new History();
        string Pick(params string[] of) => of[random.Next(of.Length)];
        string Id() => random.Next(12).ToString();
        int? At() => random.Next(3) == 0 ? random.Next(60) : null;
        for (var step = 0; step < steps; step++)
        {
            switch (random.Next(20))
            {
                case < 6:
                    history.Alert("d" + Id(), Pick(Severities), at: At(), vendorIds: ["p" + Id()]);
                    break;
                case < 8:
                    history.Incident("i" + Id(), Pick(Severities), At(), random.Next(4) == 0 ? "i" + Id() : null);
                    break;
                case < 13:
                    history.Case(
                        "s" + random.Next(6), [.. Enumerable.Range(0, random.Next(4)).Select(_ => Pick("d", "p") + Id())],
                        random.Next(2) == 0 ? "i" + Id() : null, Pick(Severities), At());
                    break;
                case 13:
                    history.Configure(Pick(History.Sentinel, History.Defender), random.Next(2) == 0 ? [] : ["High", Pick(Severities)]);
                    break;
                case 14:
                    history.Reevaluate(Pick(History.Sentinel, History.Defender));
                    break;
                case 15 when random.Next(3) == 0:
                    history.Rules(step + 1, [.. Rules.Where(_ => random.Next(3) > 0).OrderBy(_ => random.Next())]);
                    break;
                case 18:
                    history.Mail("m" + Id(), random.Next(4) == 0 ? null : "<" + Pick("a", "b", "C", "c") + "@x>", Pick("Odd mail", "Odd sign-in"), random.Next(200));
                    break;
                case 16:
                    var from = History.Start.AddMinutes(random.Next(100));
                    history.Say(StreamId.Connector(History.Defender), new PollWindowCovered
                    {
                        Connector = History.Defender, Resource = Pick("alerts", "incidents"), Window = new SourceWindow(from, from.AddMinutes(random.Next(20))),
                        FilterDigest = "", Origin = Origin.Live, Settled = random.Next(2) == 0, Attempt = 1, Polls = 1, Pages = 1, Received = 1, New = 1, Revised = 0, Excluded = 0,
                    });
                    break;
                case 17:
                    history.Say(StreamId.Connector(History.Defender), new PollWindowFailed
                    {
                        Connector = History.Defender, Resource = "alerts", Window = new SourceWindow(History.Start, History.Start.AddMinutes(1)),
                        Attempt = 1, ErrorCode = "throttled", Message = "slow down", ObservedAt = History.Start,
                    });
                    break;
                default:
                    Work(history, random, step);
                    break;
            }
        }

        return history;
    }

    private static void Work(History history, Random random, int step)
    {
        if (history.AlertStreams.Count == 0)
        {
            return;
        }

        var stream = history.AlertStreams.ElementAt(random.Next(history.AlertStreams.Count));
        switch (random.Next(7))
        {
            case 4 when stream.StartsWith("alert/" + History.Sentinel, StringComparison.Ordinal):
                history.Wish(stream);
                break;
            case 5 when history.Waiting.Count > 0:
                history.Settle(history.Waiting[random.Next(history.Waiting.Count)], random.Next(4) is var result and < 3 ? (TicketSyncResult)result : null);
                break;
            case 6 when history.Failed.Count > 0:
                var (intent, of) = history.Failed[random.Next(history.Failed.Count)];
                history.Wish(of, intent);
                break;
            case 0:
                history.Investigate(stream, InvestigationStatus.InProgress);
                break;
            case 1:
                history.Investigate(stream, InvestigationStatus.Closed, Conclusion.Benign);
                break;
            case 2:
                history.Say(stream, new InvestigationNoteAdded { Text = $"note {step}", By = History.Ada });
                break;
            default:
                history.Say(stream, new PayloadErased { Commitments = [], By = History.Ada, Reason = "asked for" });
                break;
        }
    }
}
