using Dropzone.Ledger.EventStore.Tests.Setup;
using Npgsql;
using static Dropzone.Ledger.EventStore.AppendOutcome;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_appends_come_together(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>, IAsyncLifetime
{
    private const int Others = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Look = TimeSpan.FromMilliseconds(5);

    private NpgsqlConnection holder = null!;
    private NpgsqlTransaction hold = null!;

    /// <summary>Nobody appends until this transaction ends.</summary>
    public async Task InitializeAsync()
    {
        holder = await ledger.Admin.OpenConnectionAsync();
        hold = await holder.BeginTransactionAsync();
        await using var head = new NpgsqlCommand("select from ledger.heads for update", holder, hold);
        await head.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync() => holder.DisposeAsync().AsTask();

    [Fact]
    public async Task those_that_wait_for_the_first_are_one_transaction()
    {
        var before = await ledger.Log.HeadAsync(Setup.Ledger.Tenant);
        using var patience = new CancellationTokenSource(Patience);
        var followed = FollowAsync(before.Position, 2 * (Others + 1), patience.Token);
        var (first, waiting) = await QueueAsync(Enumerable.Range(0, Others).Select(static n => Make.To($"together/{n}", 0, Make.Event(), Make.Event())));
        await hold.CommitAsync();

        Appended[] outcomes = [Assert.IsType<Appended>(await first), .. (await Task.WhenAll(waiting)).Cast<Appended>()];
        Assert.Equal(Enumerable.Range(0, Others + 1).Select(n => before.Position + 1 + (2L * n)), outcomes.Select(static o => o.FirstPosition).Order());
        Assert.All(outcomes, static o => Assert.Equal((2, o.FirstPosition + 1, 0), (o.Written, o.LastPosition, o.AlreadyKnown)));
        Assert.Equal(
            [$"1 {before.Position + 2}", $"{Others} {before.Position + 2 + (2 * Others)}"],
            await TransactionsAsync(before.Position));
        var log = await ledger.Log.ReadLogAsync(Setup.Ledger.Tenant, before.Position, 100);
        Assert.True(log.Zip(log.Skip(1)).All(static pair => pair.First.Timestamp < pair.Second.Timestamp));
        Assert.Equal(log.Select(static e => (e.Position, e.Id)), await followed);
    }

    [Fact]
    public async Task one_that_is_refused_is_told_why_and_the_others_are_written()
    {
        var taken = Guid.NewGuid();
        var (first, waiting) = await QueueAsync(
        [
            Make.To("refused/fresh", 0, Make.Event(), Make.Event()),
            Make.To("refused/moved", 7, Make.Event()),
            Make.To("refused/twice", 0, Make.Event("""{"n":1}""", id: taken)),
            Make.To("refused/other", 0, Make.Event("""{"n":2}""", id: taken)),
            Make.To("refused/fresh", 0, Make.Event()),
        ]);
        await hold.CommitAsync();

        Assert.IsType<Appended>(await first);
        var outcomes = await Task.WhenAll(waiting);
        Assert.Equal(new VersionConflict("refused/moved", 7, 0), outcomes[1]);
        Assert.Single(outcomes, o => o == new ContentConflict(taken));
        Assert.Single(outcomes, static o => o is VersionConflict { Stream: "refused/fresh" });
        Assert.Equal(2, outcomes.OfType<Appended>().Count());
    }

    [Fact]
    public async Task one_whose_caller_stopped_waiting_is_not_written_and_holds_up_nobody()
    {
        using var gone = new CancellationTokenSource();
        var (first, waiting) = await QueueAsync([Make.To("gone/stays", 0, Make.Event(), Make.Event())]);
        var cancelled = ledger.Log.AppendAsync(Make.Command(Make.To("gone/gone", 0, Make.Event())), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await hold.CommitAsync();

        Assert.IsType<Appended>(await first);
        Assert.IsType<Appended>(Assert.Single(await Task.WhenAll(waiting)));
        Assert.Empty(await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, "gone/gone"));
    }

    [Fact]
    public async Task what_breaks_their_transaction_reaches_each_and_the_next_go_on()
    {
        var streams = Enumerable.Range(0, Others).Select(static n => Make.To($"broken/{n}", 0, Make.Event(), Make.Event())).ToList();
        var (first, waiting) = await QueueAsync(streams);
        await KillAsync(await WaiterAsync());
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => first);
        await KillAsync(await WaiterAsync());
        foreach (var one in waiting)
        {
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => one);
        }

        await hold.CommitAsync();
        var again = await Task.WhenAll(streams.Select(stream => ledger.Log.AppendAsync(Make.Command(stream))));
        Assert.All(again, static outcome => Assert.Equal(2, Assert.IsType<Appended>(outcome).Written));
    }

    private async Task<List<(long Position, Guid Id)>> FollowAsync(long after, int count, CancellationToken patience)
    {
        var followed = new List<(long, Guid)>();
        await foreach (var batch in ledger.Log.FollowAsync(Setup.Ledger.Tenant, after, 100, patience))
        {
            followed.AddRange(batch.Events.Select(static e => (e.Position, e.Id)));
            if (followed.Count >= count)
            {
                break;
            }
        }

        return followed;
    }

    /// <summary>One append that waits for the head, and those that come while it does.</summary>
    private async Task<(Task<AppendOutcome> First, IReadOnlyList<Task<AppendOutcome>> Waiting)> QueueAsync(IEnumerable<StreamAppend> others)
    {
        var first = ledger.Log.AppendAsync(Make.Command(Make.To($"first/{Guid.NewGuid()}", 0, Make.Event(), Make.Event())));
        await WaiterAsync();
        return (first, [.. others.Select(one => ledger.Log.AppendAsync(Make.Command(one)))]);
    }

    /// <summary>The one session that waits for the head.</summary>
    private async Task<int> WaiterAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var waiting = await ledger.AdminAsync<int[]>(
                "select coalesce(array_agg(pid), '{}') from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
            if (waiting.Length > 0)
            {
                return Assert.Single(waiting);
            }

            await Task.Delay(Look, patience.Token);
        }
    }

    private Task KillAsync(int session) => ledger.AdminAsync($"select pg_terminate_backend({session}, 5000)");

    /// <summary>How many streams each transaction behind a position began, and where it ended.</summary>
    private Task<string[]> TransactionsAsync(long after) => ledger.AdminAsync<string[]>(
        $"""
        select array_agg(format('%s %s', streams, last) order by last)
        from (select count(distinct stream_id) as streams, max(seq_id) as last from ledger.mt_events
              where tenant_id = '{Setup.Ledger.Tenant}' and seq_id > {after} group by xmin::text) t
        """);
}
