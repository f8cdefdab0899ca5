using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.EventStore.Tests.Setup;
using FsCheck;
using FsCheck.Fluent;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_what_was_appended_is_handed_on(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task it_is_what_the_log_holds()
    {
        using var stop = new CancellationTokenSource(Patience);
        await ledger.Log.AppendAsync(Make.Page(Make.To("before", Make.Event(), Make.Event())));
        var head = (await ledger.Log.HeadAsync(Setup.Ledger.Tenant)).Position;
        await using var batches = ledger.Log.FollowAsync(Setup.Ledger.Tenant, head, 100, stop.Token).GetAsyncEnumerator(stop.Token);

        // A follower that has not come yet reads the log: this one is there before anything else is appended.
        await ledger.Log.AppendAsync(Make.Page(Make.To("arrived", Make.Event())));
        Assert.True(await batches.MoveNextAsync());
        head = batches.Current.Events[^1].Position;
        var next = batches.MoveNextAsync();
        var first = Make.Event("""{"b":"ä","long-name":[1,{"a":true}]}""") with { CorrelationId = "c", CausationId = "d", UserName = "e" };
        await ledger.Log.AppendAsync(Make.Page(Make.To("new", Make.Event(), first), Make.To("before", Make.Event(), Make.Event("""{"n":2}"""))));
        List<StoredEvent> handed = [];
        while (handed.Count < 4)
        {
            Assert.True(await next);
            handed.AddRange(batches.Current.Events);
            next = handed.Count < 4 ? batches.MoveNextAsync() : default;
        }

        Assert.Equal((await ledger.Log.ReadLogAsync(Setup.Ledger.Tenant, head, 100)).Select(Comparable), handed.Select(Comparable));
        Assert.Equal("""{"b":"ä","long-name":[1,{"a":true}]}""", Encoding.UTF8.GetString(handed[1].Data.Span));
    }

    [Fact]
    public async Task followers_see_the_whole_log_in_order_whichever_process_appends()
    {
        const int Writers = 4, Appends = 40, All = 2 * Writers * Appends;
        using var stop = new CancellationTokenSource(Patience);
        await using var there = ledger.Open();
        LedgerDatabase[] processes = [ledger.Database, there];
        Task[] hearing = [.. processes.SelectMany(p => (Task[])[p.RunAnnouncerAsync(stop.Token), p.RunListenerAsync(stop.Token)])];
        var seen = Task.WhenAll(processes.Select(p => PositionsAsync(p, All, stop.Token)));
        await Task.WhenAll(processes.SelectMany(p => Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var n = 0; n < Appends; n++)
            {
                await p.Log.AppendAsync(Make.Page(Make.To($"s{writer}", Make.Event())) with { Tenant = Setup.Ledger.Other });
            }
        })));

        Assert.All(await seen, positions => Assert.Equal(Enumerable.Range(1, All).Select(static n => (long)n), positions));
        await stop.CancelAsync();
        await Task.WhenAll(hearing);
    }

    /// <summary>Appends of this process and of others, replies in any order, heads heard or not: a follower that looks at any time is never misled.</summary>
    [Fact]
    public void nothing_is_handed_on_but_what_comes_next() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        static seed =>
        {
            var random = new Random(seed);
            var (recent, replies, head, told, followed) = (new RecentEvents(), new List<List<StoredEvent>>(), 0L, 0L, 0L);
            for (var step = 0; step < 60; step++)
            {
                switch (random.Next(7))
                {
                    case 0 or 1:
                        replies.Add([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => At(++head))]);
                        break;
                    case 2 when replies.Count > 0:
                        var reply = replies[random.Next(replies.Count)];
                        replies.Remove(reply);
                        recent.Appended(reply);
                        told = Math.Max(told, reply[^1].Position);
                        break;
                    case 3:
                        head++;
                        break;
                    case 4:
                        recent.Heard(head);
                        told = head;
                        break;
                    case 5 when random.Next(4) == 0:
                        recent.Forget();
                        break;
                    default:
                        var events = recent.After(followed, random.Next(1, 5));
                        if (events is { Count: 0 } && followed < told)
                        {
                            return false;
                        }

                        foreach (var e in events ?? [])
                        {
                            if (e.Position != ++followed)
                            {
                                return false;
                            }
                        }

                        // Null: the log is read, up to anywhere.
                        followed = events is null ? random.NextInt64(followed, head + 1) : followed;
                        break;
                }
            }

            return true;
        }));

    private static async Task<List<long>> PositionsAsync(LedgerDatabase process, int count, CancellationToken stop)
    {
        List<long> positions = [];
        await foreach (var batch in process.Log.FollowAsync(Setup.Ledger.Other, 0, 7, stop))
        {
            positions.AddRange(batch.Events.Select(static e => e.Position));
            if (positions.Count >= count)
            {
                break;
            }
        }

        return positions;
    }

    private static StoredEvent At(long position) => new(
        position, Guid.NewGuid(), "s", position, "t", new byte[Random.Shared.Next(1, 100_000)], DateTimeOffset.UnixEpoch, "", null, null, null);

    private static object Comparable(StoredEvent e) => (e with { Data = default }, JsonNode.Parse(e.Data.Span)!.ToJsonString().Order().Aggregate("", static (all, c) => all + c));
}
