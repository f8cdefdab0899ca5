using Dropzone.Ledger.EventStore.Tests.Setup;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_a_log_is_followed(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task what_is_there_comes_in_batches_and_what_is_appended_comes_at_once()
    {
        await ledger.Log.AppendAsync(Make.Page(Make.To("follow", [.. Enumerable.Range(0, 5).Select(static _ => Make.Event())])));
        using var stop = new CancellationTokenSource(Patience);
        await using var batches = ledger.Log.FollowAsync(Setup.Ledger.Tenant, 0, 3, stop.Token).GetAsyncEnumerator(stop.Token);
        var seen = 0L;
        while (seen < 5)
        {
            Assert.True(await batches.MoveNextAsync());
            Assert.InRange(batches.Current.Events.Count, 1, 3);
            Assert.All(batches.Current.Events, e => Assert.Equal(++seen, e.Position));
            Assert.True(batches.Current.Head >= seen);
        }

        var next = batches.MoveNextAsync();
        await ledger.Log.AppendAsync(Make.Page(Make.To("follow", Make.Event())));
        Assert.True(await next);
        Assert.Equal((6, 6), (Assert.Single(batches.Current.Events).Position, batches.Current.Head));
    }

    [Fact]
    public async Task another_process_hears_of_it_and_the_sequence_stands_at_the_head()
    {
        using var stop = new CancellationTokenSource(Patience);
        await using var there = ledger.Open();
        var announcing = ledger.Database.RunAnnouncerAsync(stop.Token);
        var listening = there.RunListenerAsync(stop.Token);
        await using var batches = there.Log.FollowAsync(Setup.Ledger.Other, 0, 10, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = batches.MoveNextAsync();
        for (var n = 1; n <= 3; n++)
        {
            await ledger.Log.AppendAsync(Make.Page(Make.To("heard", Make.Event())) with { Tenant = Setup.Ledger.Other });
            Assert.True(await next);
            Assert.Equal(n, batches.Current.Head);
            next = batches.MoveNextAsync();
            await ledger.AdminAsync("notify ledger_appended, 'nonsense'");
        }

        while (await ledger.AdminAsync<long>("select last_value from ledger.mt_events_sequence_other") < 3)
        {
            stop.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal("3 t", await ledger.AdminAsync<string>("select last_value || ' ' || is_called::text::char from ledger.mt_events_sequence_other"));
        await stop.CancelAsync();
        await Task.WhenAll(announcing, listening);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }
}
