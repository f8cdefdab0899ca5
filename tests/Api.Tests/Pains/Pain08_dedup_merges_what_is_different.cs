using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Api.Tests.Pains;

public sealed class Pain08_dedup_merges_what_is_different
{
    [Fact]
    public async Task changed_rules_undo_old_merges_make_new_ones_and_say_so_on_every_row()
    {
        await using var ledger = await RunningLedger.StartAsync();
        var client = await ledger.ClientAsync(Role.Engineer);
        foreach (var (id, message, title) in new[] { ("1", "<a@x>", "Phish"), ("2", "<A@x>", "Phish reported"), ("3", "<b@x>", "Phish"), ("4", null, "Phish") })
        {
            await Seeds.AlertAsync(ledger, "mail", id, Seeds.Facts(title) with { InternetMessageId = message }, AlertKind.ReportedEmail);
        }

        // The defaults are visible, and one mail that two reported is one.
        using var answer = await client.GetAsync("/api/v1/group-rules");
        Assert.Equal("\"0\"", answer.Headers.ETag!.Tag);
        var defaults = (await answer.JsonAsync()).GetProperty("rules").EnumerateArray().Select(static r => r.GetProperty("id").GetString()).ToList();
        Assert.Equal(["alert-of-sentinel-incident", "defender-twin-of-sentinel-incident", "same-mail"], defaults);
        var merged = Assert.Single(await ListAsync(ledger, client, "merged"));
        Assert.Equal(("2", "same-mail", 0), (merged.GetProperty("sourceId").GetString(), merged.GetProperty("merged").GetProperty("by").GetString(), merged.GetProperty("merged").GetProperty("revision").GetInt32()));

        var byTitle = new { rules = new[] { new { id = "same-title", kind = "same-facts", facts = new[] { "title" } } } };
        using var previewed = await client.SendAsync(HttpMethod.Post, "/api/v1/group-rules/preview", byTitle);
        var preview = await previewed.JsonAsync();
        Assert.Equal((1, 2), (preview.GetProperty("appear").GetInt32(), preview.GetProperty("vanish").GetInt32()));

        using var unnamed = await client.SendAsync(HttpMethod.Put, "/api/v1/group-rules", byTitle);
        await unnamed.RefusedAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        using var put = await client.SendAsync(HttpMethod.Put, "/api/v1/group-rules", byTitle, ("If-Match", "\"0\""));
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        using var stale = await client.SendAsync(HttpMethod.Put, "/api/v1/group-rules", byTitle, ("If-Match", "\"0\""));
        await stale.RefusedAsync(HttpStatusCode.PreconditionFailed, "version-mismatch");

        var now = await ListAsync(ledger, client, "merged");
        Assert.Equal(["3", "4"], now.Select(static a => a.GetProperty("sourceId").GetString()).Order());
        Assert.All(now, static a => Assert.Equal(("same-title", 1), (a.GetProperty("merged").GetProperty("by").GetString(), a.GetProperty("merged").GetProperty("revision").GetInt32())));
        Assert.Equal(["1", "2"], (await ListAsync(ledger, client, "shown")).Select(static a => a.GetProperty("sourceId").GetString()).Order());
    }

    private static async Task<List<JsonElement>> ListAsync(RunningLedger ledger, HttpClient client, string decision)
    {
        var head = (await ledger.Database.Log.HeadAsync("default")).Position;
        return [.. (await client.GetJsonAsync($"/api/v1/alerts?decision={decision}&atLeast={head}")).GetProperty("items").EnumerateArray()];
    }
}
