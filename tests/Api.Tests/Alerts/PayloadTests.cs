using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Alerts;

[Collection(LedgerCollection.Name)]
public sealed class PayloadTests(SharedLedger shared)
{
    [Fact]
    public async Task a_payload_is_a_file_until_it_is_erased_with_a_reason()
    {
        var ledger = shared.Ledger;
        var (id, _) = await Seeds.AlertAsync(ledger, "vault", "with-payload");
        var admin = await ledger.ClientAsync(Role.Admin);
        using var file = await admin.GetAsync($"/api/v1/alerts/{id}/payload");
        Assert.Equal(Seeds.Payload, await file.Content.ReadAsStringAsync());
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());

        using var unexplained = await admin.SendAsync(HttpMethod.Delete, $"/api/v1/alerts/{id}/payload", new { reason = " " });
        await unexplained.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
        using var erased = await admin.SendAsync(HttpMethod.Delete, $"/api/v1/alerts/{id}/payload", new { reason = "Case 4711" });
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        using var gone = await admin.GetAsync($"/api/v1/alerts/{id}/payload");
        Assert.Equal("payload-erased", (await gone.RefusedAsync(HttpStatusCode.NotFound, "not-found")).GetProperty("reason").GetString());
        Assert.True((await admin.GetJsonAsync($"/api/v1/alerts/{id}?atLeast={erased.Position()}")).GetProperty("alert").GetProperty("erased").GetBoolean());
        using var again = await admin.SendAsync(HttpMethod.Delete, $"/api/v1/alerts/{id}/payload", new { reason = "Case 4711" });
        Assert.False((await again.JsonAsync()).GetProperty("changed").GetBoolean());
    }
}
