using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Rebuilds;

/// <summary>Over HTTP: asked for, watched, certified; and every wrong call is refused in words.</summary>
public sealed class RebuildTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task all_read_models_are_rebuilt_without_an_empty_list_and_certified()
    {
        await using var ledger = await RunningLedger.StartAsync();
        var client = await ledger.ClientAsync(Role.Engineer);
        var last = 0L;
        for (var n = 0; n < 20; n++)
        {
            (_, last) = await Seeds.AlertAsync(ledger, "m365", $"a{n}");
        }

        Assert.Equal(20, Items(await client.GetJsonAsync($"/api/v1/alerts?limit=50&atLeast={last}")).Count);
        using var begun = await client.SendAsync(HttpMethod.Post, "/api/v1/projections/all/rebuild?share=1");
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);

        List<JsonElement> rebuilds;
        var began = TimeProvider.System.GetTimestamp();
        do
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "The rebuilds did not end.");
            Assert.Equal(20, Items(await client.GetJsonAsync("/api/v1/alerts?limit=50")).Count);
            rebuilds = Items(await client.GetJsonAsync("/api/v1/projections/all/rebuild"));
        }
        while (rebuilds.Exists(r => !r.TryGetProperty("endedAt", out _)));

        Assert.All(rebuilds, r => Assert.Equal(("done", 2), (r.GetProperty("state").GetString(), r.GetProperty("generation").GetInt32())));
        Assert.All(rebuilds, r => Assert.Equal(r.GetProperty("hashBefore").GetString(), r.GetProperty("hashAfter").GetString()));
        var events = Items(await client.GetJsonAsync("/api/v1/events?types=read_model_rebuilt&limit=50"));
        Assert.Equal(rebuilds.Count, events.Count);
        Assert.All(events, e => Assert.Equal("engineer-default", e.GetProperty("data").GetProperty("by").GetProperty("name").GetString()));
        Assert.All(Items(await client.GetJsonAsync("/api/v1/projections")), p => Assert.Equal(2, p.GetProperty("generation").GetInt32()));
    }

    [Fact]
    public async Task what_cannot_be_done_is_refused_and_says_what_to_do()
    {
        // Without workers what is asked for stays asked for.
        await using var ledger = await RunningLedger.StartAsync(options => options with { Workers = false });
        var client = await ledger.ClientAsync(Role.Engineer);
        const string Path = "/api/v1/projections/alert_list/rebuild";

        using var unknown = await client.SendAsync(HttpMethod.Post, "/api/v1/projections/alert_lists/rebuild");
        Assert.Contains("alert_list,", (await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var share = await client.SendAsync(HttpMethod.Post, $"{Path}?share=2");
        await share.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
        using var none = await client.SendAsync(HttpMethod.Delete, Path);
        Assert.Equal("no-rebuild-running", (await none.RefusedAsync(HttpStatusCode.Conflict, "conflict")).GetProperty("reason").GetString());

        using var begun = await client.SendAsync(HttpMethod.Post, Path);
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        using var again = await client.SendAsync(HttpMethod.Post, "/api/v1/projections/connector_dashboard/rebuild");
        Assert.Equal("rebuild-running", (await again.RefusedAsync(HttpStatusCode.Conflict, "conflict")).GetProperty("reason").GetString());
        using var cancelled = await client.SendAsync(HttpMethod.Delete, Path);
        Assert.Equal("cancelled", Items(await cancelled.JsonAsync()).Single().GetProperty("state").GetString());
    }

    private static List<JsonElement> Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];
}
