using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Access;

[Collection(LedgerCollection.Name)]
public sealed class TenantIsolationTests(SharedLedger shared)
{
    [Fact]
    public async Task nothing_of_one_tenant_is_seen_or_changed_by_another()
    {
        var ledger = shared.Ledger;
        var (id, position) = await Seeds.AlertAsync(ledger, "isolated", "only-mine", Seeds.Facts("A title of the default tenant"));
        var mine = await ledger.ClientAsync(Role.Admin);
        (await mine.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("isolated"))).Dispose();
        Assert.Contains("A title of", (await mine.GetJsonAsync($"/api/v1/alerts/{id}?atLeast={position}")).GetRawText(), StringComparison.Ordinal);

        var other = await ledger.ClientAsync(Role.Admin, RunningLedger.OtherTenant);
        foreach (var path in (string[])[$"/api/v1/alerts/{id}", $"/api/v1/alerts/{id}/history", $"/api/v1/alerts/{id}/why", $"/api/v1/alerts/{id}/payload",
            "/api/v1/connectors/isolated", "/api/v1/connectors/isolated/dashboard", "/api/v1/connectors/isolated/health"])
        {
            using var unseen = await other.GetAsync(path);
            await unseen.RefusedAsync(HttpStatusCode.NotFound, "not-found");
        }

        using var untouched = await other.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/notes", new { text = "x" });
        await untouched.RefusedAsync(HttpStatusCode.NotFound, "not-found");
        using var kept = await other.SendAsync(HttpMethod.Delete, $"/api/v1/alerts/{id}/payload", new { reason = "x" });
        await kept.RefusedAsync(HttpStatusCode.NotFound, "not-found");
        foreach (var path in (string[])["/api/v1/events?limit=1000", "/api/v1/alerts?decision=all", "/api/v1/tokens", "/api/v1/dashboards", "/api/v1/connectors"])
        {
            Assert.DoesNotContain("isolated", (await other.GetJsonAsync(path)).GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain("admin-default", (await other.GetJsonAsync(path)).GetRawText(), StringComparison.Ordinal);
        }
    }
}
