using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Events;

[Collection(LedgerCollection.Name)]
public sealed class when_the_record_is_replayed(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task a_connector_is_told_with_its_settings_and_its_alerts_in_the_order_of_the_log()
    {
        var client = await Ledger.ClientAsync(Role.Admin);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("told"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await Seeds.AlertAsync(Ledger, "told", "one");
        await Seeds.AlertAsync(Ledger, "told-other", "one");
        await Seeds.AlertAsync(Ledger, "told", "one", Seeds.Facts(severity: "Low"), version: "2");
        var lines = await LinesAsync(client, "connector=told");
        Assert.Equal("connector_configured", lines[0].GetProperty("type").GetString());
        Assert.Equal(["alert_ingested", "alert_revised"], lines.Select(static l => l.GetProperty("type").GetString()!).Where(static t => t.StartsWith("alert", StringComparison.Ordinal)));
        Assert.Equal(lines.Select(static l => l.GetProperty("position").GetInt64()).Order(), lines.Select(static l => l.GetProperty("position").GetInt64()));
        Assert.DoesNotContain(lines, static l => l.GetProperty("stream").GetString()!.Contains("told-other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_event_in_the_middle_of_a_stream_says_what_it_changed()
    {
        var (id, first) = await Seeds.AlertAsync(Ledger, "told-range", "one", Seeds.Facts(severity: "High"));
        var (_, second) = await Seeds.AlertAsync(Ledger, "told-range", "one", Seeds.Facts(severity: "Low"), version: "2");
        var client = await Ledger.ClientAsync(Role.Auditor);
        var line = Assert.Single(await LinesAsync(client, $"from={first + 1}&to={second}"));
        var change = Assert.Single(line.GetProperty("changed").EnumerateArray(), static c => c.GetProperty("field").GetString() == "severity");
        Assert.Equal(("High", "Low"), (change.GetProperty("from").GetString(), change.GetProperty("to").GetString()));
        Assert.Contains("severity: High → Low", line.GetProperty("details").EnumerateArray().Select(static d => d.GetString()));

        var recorded = (await Ledger.Database.Log.ReadLogAsync("default", second - 1, 1))[0].Timestamp.UtcDateTime;
        Assert.Equal(second, Assert.Single(await LinesAsync(client, $"from={recorded:O}&to={recorded:O}")).GetProperty("position").GetInt64());
        Assert.Equal([first, second], (await LinesAsync(client, $"alert={id}")).Select(static l => l.GetProperty("position").GetInt64()));
    }

    [Theory]
    [InlineData("connector=nobody", 404, "not-found")]
    [InlineData("stream=nothing", 404, "not-found")]
    [InlineData("alert=00000000-0000-0000-0000-000000000001", 404, "not-found")]
    [InlineData("alert=seven", 400, "invalid-request")]
    [InlineData("connector=a&stream=b", 400, "invalid-request")]
    [InlineData("from=2&to=1", 400, "invalid-request")]
    [InlineData("from=999999999", 400, "invalid-request")]
    [InlineData("from=yesterday", 400, "invalid-request")]
    public async Task what_cannot_be_replayed_is_refused_in_words(string query, int status, string code)
    {
        await Seeds.AlertAsync(Ledger, "told-bad", $"{Guid.NewGuid()}");
        var client = await Ledger.ClientAsync(Role.Auditor);
        using var refused = await client.GetAsync($"/api/v1/replay?{query}");
        await refused.RefusedAsync((HttpStatusCode)status, code);
    }

    private static async Task<IReadOnlyList<JsonElement>> LinesAsync(HttpClient client, string query)
    {
        var text = await client.GetStringAsync($"/api/v1/replay?{query}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
    }
}
