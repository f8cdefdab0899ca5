using System.Text;
using Dropzone.Ledger.EventStore.Tests.Setup;
using static Dropzone.Ledger.EventStore.AppendOutcome;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_an_append_is_repeated(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    [Fact]
    public async Task a_page_drops_what_is_known_and_writes_the_rest()
    {
        var known = Make.Event();
        var first = Assert.IsType<Appended>(await ledger.Log.AppendAsync(Make.Page(Make.To("p/1", 0, known))));

        // The stream moved on since the page was decided, but for a known fact that does not matter.
        await ledger.Log.AppendAsync(Make.Page(Make.To("p/1", Make.Event())));
        var again = Assert.IsType<Appended>(await ledger.Log.AppendAsync(Make.Page(Make.To("p/1", 0, known), Make.To("p/2", 0, Make.Event()))));

        Assert.Equal(new Appended(first.LastPosition + 2, first.LastPosition + 2, 1, 1), again);
        Assert.Equal(2, (await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, "p/1")).Count);
    }

    [Fact]
    public async Task a_known_page_writes_nothing_and_waits_for_nobody()
    {
        var page = Make.Page(Make.To("p/known", 0, Make.Event(), Make.Event()));
        await ledger.Log.AppendAsync(page);
        await using var held = await ledger.Admin.OpenConnectionAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await using (var command = held.CreateCommand())
        {
            command.CommandText = "select 1 from ledger.heads for update";
            await command.ExecuteNonQueryAsync();
        }

        var head = await ledger.Log.HeadAsync(Setup.Ledger.Tenant);
        Assert.Equal(new Appended(0, head.Position, 0, 2), await ledger.Log.AppendAsync(page));
        Assert.Equal(new Appended(0, head.Position, 0, 2), await ledger.Log.AppendAsync(page with { Cursor = Make.Cursor("c/known", 0) }));
        Assert.Equal(new Appended(0, head.Position, 0, 0), await ledger.Log.AppendAsync(Make.Page() with { Cursor = Make.Cursor("c/known", 1) }));
    }

    [Fact]
    public async Task a_command_with_the_same_content_was_appended_already()
    {
        var command = Make.Command(Make.To("c/1", 0, Make.Event(), Make.Event()));
        var first = Assert.IsType<Appended>(await ledger.Log.AppendAsync(command));
        Assert.Equal(new AlreadyAppended(first.LastPosition), await ledger.Log.AppendAsync(command));
    }

    [Theory]
    [InlineData("""{"n":2}""", "alert_ingested", "c/conflict")]
    [InlineData("""{"n":1}""", "alert_revised", "c/conflict")]
    [InlineData("""{"n":1}""", "alert_ingested", "c/elsewhere")]
    public async Task a_command_with_other_content_under_the_same_id_is_a_conflict(string data, string type, string stream)
    {
        var id = Guid.NewGuid();
        await ledger.Log.AppendAsync(Make.Command(Make.To("c/conflict", Make.Event(id: id))));
        var before = await ledger.Log.HeadAsync(Setup.Ledger.Tenant);

        Assert.Equal(new ContentConflict(id), await ledger.Log.AppendAsync(Make.Command(Make.To(stream, Make.Event(data, type, id)))));
        Assert.Equal(before, await ledger.Log.HeadAsync(Setup.Ledger.Tenant));
    }

    [Fact]
    public async Task a_command_of_which_only_a_part_is_known_is_a_conflict_and_writes_nothing()
    {
        var known = Make.Event();
        var fresh = Make.Event();
        await ledger.Log.AppendAsync(Make.Command(Make.To("c/part", known)));

        Assert.Equal(new ContentConflict(fresh.Id), await ledger.Log.AppendAsync(Make.Command(Make.To("c/part", fresh, known))));
        Assert.Null(await ledger.Log.FindAsync(Setup.Ledger.Tenant, fresh.Id));
    }

    [Fact]
    public async Task ids_are_unique_within_a_tenant_only()
    {
        var same = Make.Event();
        await ledger.Log.AppendAsync(Make.Command(Make.To("c/tenants", same)));
        var other = await ledger.Log.AppendAsync(Make.Command(Make.To("c/tenants", same)) with { Tenant = Setup.Ledger.Other });
        Assert.IsType<Appended>(other);
    }

    [Fact]
    public async Task the_same_page_from_many_writers_at_once_is_written_once()
    {
        var page = Make.Page([.. Enumerable.Range(0, 20).Select(static n => Make.To($"race/{n}", 0, Make.Event()))]);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ledger.Log.AppendAsync(page)));

        Assert.Equal(20, outcomes.Cast<Appended>().Sum(static o => o.Written));
        Assert.Equal(7 * 20, outcomes.Cast<Appended>().Sum(static o => o.AlreadyKnown));
    }

    [Theory]
    [InlineData("""{"a":"x\u0000"}""", "NUL")]
    [InlineData("""{"a":"\ud800"}""", "escape")]
    [InlineData("""{"a":1.5}""", "integer")]
    [InlineData("""{"a":1e2}""", "integer")]
    [InlineData("""{"a":-0}""", "integer")]
    [InlineData("""{"a":null}""", "null")]
    [InlineData("""{"a":1,"a":2}""", "duplicate")]
    [InlineData("""{"b":1,"a":2}""", "order")]
    [InlineData("""{"a": 1}""", "white space")]
    [InlineData("""{"a":"\u00e9"}""", "escape")]
    [InlineData("""{"a":"\u000a"}""", "escape")]
    [InlineData("""[1]""", "not an object")]
    [InlineData("""{"a":1""", "not JSON")]
    [InlineData("""{}{}""", "not JSON")]
    [InlineData("", "not JSON")]
    public async Task data_that_is_not_canonical_is_refused_by_name(string data, string why)
    {
        var given = Make.Event(data);
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => ledger.Log.AppendAsync(Make.Page(Make.To("s", given))));
        Assert.Contains(given.Id.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task data_that_is_canonical_is_taken_whatever_it_holds()
    {
        var data = Encoding.UTF8.GetBytes("""{"":"\u0001\b\t\f\r\\u0000","a":{"b":"","ä":[]},"aa":[{"z":1},{"a":-12345678901234567890}],"€":"😀"}""");
        var outcome = await ledger.Log.AppendAsync(Make.Page(Make.To("canonical", new EventToAppend(Guid.NewGuid(), "t", data))));
        Assert.IsType<Appended>(outcome);
    }

    [Fact]
    public async Task requests_that_contradict_themselves_are_refused()
    {
        var twice = Make.Event();
        AppendRequest[] requests =
        [
            Make.Page(),
            Make.Page(Make.To("s", twice, twice)),
            Make.Page(Make.To("s", Make.Event()), Make.To("s", Make.Event())),
            Make.Page(Make.To("s")),
            Make.Page(Make.To("", Make.Event())),
            Make.Page(Make.To("nul\0", Make.Event())),
            Make.Page(Make.To("s", Make.Event() with { UserName = "nul\0" })),
            Make.Page() with { Cursor = Make.Cursor("c", 0), Erase = [new string('a', 64)] },
            Make.Page(Make.To("s", Make.Event())) with { Erase = ["no commitment"] },
            Make.Page(Make.To("s", Make.Event())) with { Vault = [VaultEntry.Seal(VaultKind.Payload, new byte[] { 1 })] },
        ];
        foreach (var request in requests)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => ledger.Log.AppendAsync(request));
        }
    }
}
