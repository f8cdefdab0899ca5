using System.Net.Http.Headers;
using System.Text;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Dashboards;

[Collection(LedgerCollection.Name)]
public sealed class when_a_dashboard_is_asked_for(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task it_comes_in_one_piece_in_the_form_that_clients_know()
    {
        var facts = Seeds.Facts() with { DetectionSource = "Größe < \"5\"" };
        var (_, position) = await Seeds.AlertAsync(Ledger, "whole", "w1", facts);
        var seen = (await Ledger.Database.Log.ReadLogAsync("default", position - 1, 1))[0].Timestamp.UtcDateTime;
        // A client that takes no compression: what it gets is what was written.
        using var client = new HttpClient { BaseAddress = new Uri(Ledger.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Ledger.TokenAsync(Role.Auditor)).Secret.Text);

        using var answer = await client.GetAsync(new Uri($"/api/v1/connectors/whole/dashboard?atLeast={position}", UriKind.Relative));
        const string One = """{"ingested":1,"shown":1,"excluded":0,"merged":0,"holds":true}""";
        var expected =
            $$"""
            {"connector":"whole","position":{{answer.Position()}},"conservation":{{One}},"days":[{"day":"{{seen:yyyy-MM-dd}}","conservation":{{One}}}],
            "bySeverity":[{"value":"High","conservation":{{One}}}],"byStatus":[{"value":"new","conservation":{{One}}}],
            "byDetectionSource":[{"value":"Größe < \"5\"","conservation":{{One}}}],"byInvestigationStatus":[{"value":"Queued","conservation":{{One}}}],
            "byExclusionRule":[],"hours":[{"hour":"{{seen:yyyy-MM-ddTHH}}:00:00.000000Z","ingested":1}],"work":[]}
            """.ReplaceLineEndings("");
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.NotEqual(true, answer.Headers.TransferEncodingChunked);
        Assert.Equal(Encoding.UTF8.GetByteCount(expected), answer.Content.Headers.ContentLength);
    }
}
