using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Events;

[Collection(LedgerCollection.Name)]
public sealed class EventTests(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task the_log_is_read_in_order_by_page_and_in_bulk()
    {
        for (var i = 0; i < 5; i++)
        {
            await Seeds.AlertAsync(Ledger, "log", $"e{i}");
        }

        var client = await Ledger.ClientAsync(Role.Auditor);
        var first = await client.GetJsonAsync("/api/v1/events?limit=2");
        Assert.Equal([1L, 2L], first.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("position").GetInt64()));
        var second = await client.GetJsonAsync($"/api/v1/events?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");
        Assert.Equal(3L, second.GetProperty("items")[0].GetProperty("position").GetInt64());

        using var bulk = await client.SendAsync(HttpMethod.Get, "/api/v1/events", null, ("Accept", "application/x-ndjson"));
        Assert.Equal("application/x-ndjson", bulk.Content.Headers.ContentType!.MediaType);
        var lines = (await bulk.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var positions = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("position").GetInt64()).ToList();
        Assert.Equal(Enumerable.Range(1, positions.Count).Select(i => (long)i), positions);

        var one = await client.GetJsonAsync("/api/v1/events?stream=alert/log/defender-alert/e3&types=alert_ingested");
        Assert.Equal(1, one.GetProperty("items").GetArrayLength());
        using var unknown = await client.GetAsync("/api/v1/events?types=alert_invented");
        await unknown.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task a_position_that_does_not_come_is_told_with_the_one_that_is_reached()
    {
        await using var impatient = await RunningLedger.StartAsync(options => options with { LongestWait = TimeSpan.FromMilliseconds(50) });
        var client = await impatient.ClientAsync(Role.Auditor);
        using var early = await client.GetAsync("/api/v1/alerts?atLeast=1000000");
        var problem = await early.RefusedAsync(HttpStatusCode.ServiceUnavailable, "position-not-reached");
        Assert.True(problem.GetProperty("position").GetInt64() < 1_000_000);
        Assert.NotNull(early.Headers.RetryAfter);
    }
}
