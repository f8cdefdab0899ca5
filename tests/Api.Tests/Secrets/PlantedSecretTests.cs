using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Npgsql;

namespace Dropzone.Ledger.Api.Tests.Secrets;

[Collection(LedgerCollection.Name)]
public sealed class PlantedSecretTests(SharedLedger shared)
{
    private const string Planted = "PLANTED~7c1f0e~secret";

    [Fact]
    public async Task a_secret_is_found_in_no_answer_event_row_or_log_line()
    {
        var ledger = shared.Ledger;
        var client = await ledger.ClientAsync(Role.Admin);
        var seen = new List<string>();
        foreach (var (method, path, body) in ((HttpMethod, string, object?)[])
        [
            (HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("planted", Planted)),
            (HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("planted", Planted)),
            (HttpMethod.Post, "/api/v1/connectors", $$$"""{"id":"planted-2","kind":"microsoft365","credentials":{"clientSecret":"{{{Planted}}}","clientId":3}}"""),
            (HttpMethod.Post, "/api/v1/connectors", $$$"""{"id":"planted-3","kind":"microsoft365","credentials":{"clientSecret":["{{{Planted}}}"]}}"""),
            (HttpMethod.Post, "/api/v1/connectors", $$"""{"clientSecret":"{{Planted}}" """),
            (HttpMethod.Put, "/api/v1/connectors/planted", Seeds.Settings("planted", Planted)),
            (HttpMethod.Get, "/api/v1/connectors/planted", null),
            (HttpMethod.Get, "/api/v1/connectors/planted/revisions", null),
            (HttpMethod.Get, "/api/v1/connectors", null),
            (HttpMethod.Get, "/api/v1/events?stream=connector/planted", null),
            (HttpMethod.Get, "/api/v1/activity", null),
        ])
        {
            using var answer = await client.SendAsync(method, path, body, path.EndsWith("/planted", StringComparison.Ordinal) ? [("If-Match", "\"1\"")] : []);
            seen.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.All(seen, text => Assert.DoesNotContain("7c1f0e", text, StringComparison.Ordinal));
        Assert.All(ledger.Log.Lines, line => Assert.DoesNotContain("7c1f0e", line, StringComparison.Ordinal));
        await using var connection = await ledger.Database.OwnerSource.OpenConnectionAsync();
        await using var rows = new NpgsqlCommand("select count(*) from ledger.connector_secrets s where position('7c1f0e' in encode(s.sealed, 'escape')) > 0", connection);
        Assert.Equal(0L, await rows.ExecuteScalarAsync());
    }
}
