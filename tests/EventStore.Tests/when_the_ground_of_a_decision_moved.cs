using System.Text;
using Dropzone.Ledger.EventStore.Tests.Setup;
using static Dropzone.Ledger.EventStore.AppendOutcome;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_the_ground_of_a_decision_moved(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task another_version_of_one_stream_writes_nothing_of_the_whole_request(long expected)
    {
        var stream = $"v/{expected}";
        await ledger.Log.AppendAsync(Make.Page(Make.To(stream, Make.Event(), Make.Event())));
        var before = await ledger.Log.HeadAsync(Setup.Ledger.Tenant);
        var request = Make.Page(Make.To($"v/fresh/{expected}", 0, Make.Event()), Make.To(stream, expected, Make.Event()))
            with { Cursor = Make.Cursor($"v/{expected}", 0) };

        Assert.Equal(new VersionConflict(stream, expected, 2), await ledger.Log.AppendAsync(request));
        Assert.Equal(before, await ledger.Log.HeadAsync(Setup.Ledger.Tenant));
        Assert.Null(await ledger.Database.Cursors.ReadAsync(Setup.Ledger.Tenant, $"v/{expected}"));
        Assert.Empty(await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, $"v/fresh/{expected}"));
    }

    [Fact]
    public async Task a_checked_stream_that_moved_writes_nothing()
    {
        var request = Make.Page(Make.To("v/checked", 0, Make.Event())) with { Checks = [new VersionCheck("connector/1", 0)] };
        await ledger.Log.AppendAsync(Make.Page(Make.To("connector/1", Make.Event())));

        Assert.Equal(new VersionConflict("connector/1", 0, 1), await ledger.Log.AppendAsync(request));
        Assert.Equal(
            new VersionConflict("connector/1", 2, 1),
            await ledger.Log.AppendAsync(Make.Page() with { Checks = [new VersionCheck("connector/1", 2)], Cursor = Make.Cursor("v", 0) }));
        Assert.IsType<Appended>(await ledger.Log.AppendAsync(request with { Checks = [new VersionCheck("connector/1", 1)] }));
    }

    [Fact]
    public async Task of_many_writers_who_decided_on_the_same_version_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ledger.Log.AppendAsync(Make.Command(Make.To("v/race", 0, Make.Event())))));
        Assert.Single(outcomes.OfType<Appended>());
        Assert.All(outcomes.OfType<VersionConflict>(), static o => Assert.Equal(new VersionConflict("v/race", 0, 1), o));
        Assert.Single(await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, "v/race"));
    }

    [Fact]
    public async Task facts_and_cursor_move_together_or_not_at_all()
    {
        var request = Make.Page(Make.To("k/1", 0, Make.Event())) with { Cursor = Make.Cursor("k", 0, """{ "exact" : 1.50 }""") };
        Assert.Equal(1, Assert.IsType<Appended>(await ledger.Log.AppendAsync(request)).Written);
        var cursor = (await ledger.Database.Cursors.ReadAsync(Setup.Ledger.Tenant, "k"))!;
        Assert.Equal((1, """{ "exact" : 1.50 }"""), (cursor.Revision, Encoding.UTF8.GetString(cursor.State.Span)));

        var late = Make.Page(Make.To("k/2", 0, Make.Event())) with { Cursor = Make.Cursor("k", 0) };
        Assert.Equal(new CursorConflict("k", 0, 1), await ledger.Log.AppendAsync(late));
        Assert.Equal(new CursorConflict("k", 7, 1), await ledger.Log.AppendAsync(late with { Cursor = Make.Cursor("k", 7) }));
        Assert.Equal(new CursorConflict("none", 7, 0), await ledger.Log.AppendAsync(late with { Cursor = Make.Cursor("none", 7) }));
        Assert.Empty(await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, "k/2"));

        Assert.IsType<Appended>(await ledger.Log.AppendAsync(late with { Cursor = Make.Cursor("k", 1) }));
        Assert.Equal(2, Assert.Single(await ledger.Database.Cursors.ListAsync(Setup.Ledger.Tenant, "k")).Revision);
    }

    [Fact]
    public async Task a_checkpoint_moves_only_from_where_it_stands_and_only_with_its_transaction()
    {
        var name = CheckpointName.Of("AlertList", Setup.Ledger.Tenant);
        Assert.Equal("AlertList:All:default", name);
        await ledger.Log.AppendAsync(Make.Page(Make.To("cp", Make.Event(), Make.Event(), Make.Event())));
        async Task<bool> Move(long from, long to, bool commit = true)
        {
            await using var transaction = await ledger.Database.BeginAsync(Setup.Ledger.Tenant);
            var moved = await ledger.Database.Checkpoints.MoveAsync(transaction, name, from, to);
            if (commit)
            {
                await transaction.CommitAsync();
            }

            return moved;
        }

        Assert.False(await Move(1, 2));
        Assert.True(await Move(0, 2, commit: false));
        Assert.Equal(0, await ledger.Database.Checkpoints.ReadAsync(Setup.Ledger.Tenant, name));
        Assert.True(await Move(0, 2));
        Assert.False(await Move(0, 3));
        Assert.True(await Move(2, 3));
        Assert.Equal(3, await ledger.Database.Checkpoints.ReadAsync(Setup.Ledger.Tenant, name));
        Assert.Equal("LG004", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Move(3, 1_000_000))).SqlState);
        Assert.Contains(name, (await ledger.Database.Checkpoints.ListAsync(Setup.Ledger.Tenant)).Keys);
        Assert.Empty(await ledger.Database.Checkpoints.ListAsync(Setup.Ledger.Other));
    }
}
