using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.EventStore.Tests.Setup;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_events_are_appended(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    [Fact]
    public async Task they_come_back_as_they_were_given()
    {
        var given = Make.Event("""{"a":"é \" \\ \n","b":[1,true,{"c":"-9007199254740993"}]}""") with
        {
            CorrelationId = "request",
            CausationId = "cause",
            UserName = "ann",
        };
        var outcome = Assert.IsType<AppendOutcome.Appended>(await ledger.Log.AppendAsync(Make.Page(Make.To("s/back", given))));

        var stored = Assert.Single(await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, "s/back"));
        Assert.Equal(stored, (await ledger.Log.FindAsync(Setup.Ledger.Tenant, given.Id))! with { Data = stored.Data });
        Assert.Equal((outcome.FirstPosition, outcome.LastPosition, 1, 0), (stored.Position, stored.Position, outcome.Written, outcome.AlreadyKnown));
        Assert.Equal((given.Id, "s/back", 1, given.Type), (stored.Id, stored.Stream, stored.Version, stored.Type));
        Assert.Equal(("request", "cause", "ann"), (stored.CorrelationId, stored.CausationId, stored.UserName));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(given.Data.Span)), stored.Digest);
        Assert.Equal(
            """{"a":"é \" \\ \n","b":[1,true,{"c":"-9007199254740993"}]}""",
            stored.Text().Replace("\": ", "\":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal));
    }

    [Fact]
    public async Task positions_and_versions_follow_the_order_of_the_request()
    {
        var before = (await ledger.Log.HeadAsync(Setup.Ledger.Tenant)).Position;
        await ledger.Log.AppendAsync(Make.Page(
            Make.To("s/order/1", Make.Event(), Make.Event()),
            Make.To("s/order/2", Make.Event()),
            Make.To("s/order/3", Make.Event(), Make.Event())));
        await ledger.Log.AppendAsync(Make.Page(Make.To("s/order/2", 1, Make.Event())));

        var events = await ledger.Log.ReadLogAsync(Setup.Ledger.Tenant, before, 100, new LogFilter(StreamPrefix: "s/order/"));
        Assert.Equal(
            ["1@1", "1@2", "2@1", "3@1", "3@2", "2@2"],
            events.Select(static e => $"{e.Stream[^1]}@{e.Version}"));
        Assert.Equal(Enumerable.Range(1, 6).Select(n => before + n), events.Select(static e => e.Position));
        Assert.Equal(before + 6, (await ledger.Log.HeadAsync(Setup.Ledger.Tenant)).Position);
    }

    [Fact]
    public async Task a_time_is_one_position()
    {
        await ledger.Log.AppendAsync(Make.Page(Make.To("s/time", [.. Enumerable.Range(0, 20).Select(static _ => Make.Event())])));
        var events = await ledger.Log.ReadLogAsync(Setup.Ledger.Tenant, 0, int.MaxValue);

        Assert.Equal(events.Select(static e => e.Position), Enumerable.Range(1, events.Count).Select(static n => (long)n));
        Assert.All(events.Zip(events.Skip(1)), static pair => Assert.True(pair.First.Timestamp < pair.Second.Timestamp));
        foreach (var stored in events)
        {
            Assert.Equal(stored.Position, await ledger.Log.PositionAtAsync(Setup.Ledger.Tenant, stored.Timestamp));
            Assert.Equal(stored.Position - 1, await ledger.Log.PositionAtAsync(Setup.Ledger.Tenant, stored.Timestamp.AddMicroseconds(-1)));
        }
    }

    [Fact]
    public async Task filters_choose_by_type_stream_and_prefix_and_limits_hold()
    {
        await ledger.Log.AppendAsync(Make.Page(
            Make.To("f/a", Make.Event(type: "one"), Make.Event(type: "two")),
            Make.To("f/b%", Make.Event(type: "two"), Make.Event(type: "three"))));

        async Task<string> Read(LogFilter filter, int limit = 10) =>
            string.Join(' ', (await ledger.Log.ReadLogAsync(Setup.Ledger.Tenant, 0, limit, filter)).Select(static e => $"{e.Stream}:{e.Type}"));

        Assert.Equal("f/a:two f/b%:two", await Read(new LogFilter(Types: ["two"])));
        Assert.Equal("f/b%:two f/b%:three", await Read(new LogFilter(Stream: "f/b%")));
        Assert.Equal("f/a:one f/a:two f/b%:two", await Read(new LogFilter(StreamPrefix: "f/"), 3));
        Assert.Equal("f/b%:three", await Read(new LogFilter(["three", "one"], StreamPrefix: "f/b")));
        Assert.Equal("", await Read(new LogFilter(StreamPrefix: "f/%")));
        Assert.Equal(2, (await ledger.Log.ReadStreamsAsync(Setup.Ledger.Tenant, ["f/a", "f/none", "f/b%"])).Count);
        Assert.Equal(2, Assert.Single(await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, "f/a", 2)).Version);
        Assert.Equal(1, Assert.Single(await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, "f/a", 1, 1)).Version);
    }

    [Fact]
    public async Task a_stream_id_may_have_700_bytes_and_not_one_more()
    {
        var longest = "alert/" + new string('é', 347);
        Assert.Equal(700, Encoding.UTF8.GetByteCount(longest));
        Assert.IsType<AppendOutcome.Appended>(await ledger.Log.AppendAsync(Make.Page(Make.To(longest, Make.Event()))));
        Assert.Single(await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, longest));
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.Log.AppendAsync(Make.Page(Make.To(longest + "x", Make.Event()))));
    }

    [Fact]
    public async Task an_append_of_an_unknown_tenant_says_so()
    {
        Assert.Equal(
            new AppendOutcome.TenantUnknown("nobody"),
            await ledger.Log.AppendAsync(Make.Page(Make.To("s", Make.Event())) with { Tenant = "nobody" }));
        Assert.Equal(0, (await ledger.Log.HeadAsync("nobody")).Position);
    }

    [Fact]
    public async Task the_clock_may_be_set_back_and_time_still_grows()
    {
        await ledger.Log.AppendAsync(Make.Page(Make.To("s/clock", Make.Event())) with { Tenant = Setup.Ledger.Other });
        await ledger.AdminAsync("update ledger.heads set position = position + 1, last_timestamp = '2200-01-01 00:00:00+00' where tenant_id = 'other'");
        await ledger.Log.AppendAsync(Make.Page(Make.To("s/clock", Make.Event(), Make.Event())) with { Tenant = Setup.Ledger.Other });
        await ledger.Log.AppendAsync(Make.Page(Make.To("s/clock", Make.Event())) with { Tenant = Setup.Ledger.Other });

        var future = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [1L, 2, 3],
            (await ledger.Log.ReadStreamAsync(Setup.Ledger.Other, "s/clock", 2)).Select(e => (e.Timestamp - future).Ticks / TimeSpan.TicksPerMicrosecond));
    }
}
