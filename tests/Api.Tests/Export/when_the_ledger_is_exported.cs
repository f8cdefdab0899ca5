using System.Net;
using System.Text;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Export;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Api.Verify;

namespace Dropzone.Ledger.Api.Tests.Export;

[Collection(LedgerCollection.Name)]
public sealed class when_the_ledger_is_exported(SharedLedger shared)
{
    [Fact]
    public async Task the_same_stretch_gives_the_same_bytes_and_each_export_is_recorded()
    {
        var client = await shared.Ledger.ClientAsync(Role.Auditor);
        var (file, head) = await ExportAsync(client);
        var report = await CheckAsync(file);
        Assert.Empty(report.Findings);
        Assert.Equal((head, head), (report.Head, report.Events));

        var (again, _) = await ExportAsync(client, $"?to={head}");
        Assert.Equal(file, again);
        var exports = (await client.GetJsonAsync($"/api/v1/events?types=ledger_exported&after={head}")).GetProperty("items").EnumerateArray().ToList();
        Assert.True(exports.Count >= 2);
        Assert.All(exports.Take(2), e => Assert.Equal(report.Sha256, e.GetProperty("data").GetProperty("digest").GetString()));
    }

    [Fact]
    public async Task a_part_of_the_record_checks_out_alone()
    {
        var client = await shared.Ledger.ClientAsync(Role.Auditor);
        await Seeds.AlertAsync(shared.Ledger, "exported-part", "a");
        await Seeds.AlertAsync(shared.Ledger, "exported-part", "a", version: "2");
        var (_, head) = await ExportAsync(client);
        var report = await CheckAsync((await ExportAsync(client, $"?from={head - 1}&to={head}")).File);
        Assert.Empty(report.Findings);
        Assert.Equal(2, report.Events);
    }

    [Fact]
    public async Task a_file_that_was_cut_or_edited_is_named_so()
    {
        var client = await shared.Ledger.ClientAsync(Role.Auditor);
        await Seeds.AlertAsync(shared.Ledger, "exported", "a", Seeds.Facts("Quarterly figures"));
        await Seeds.AlertAsync(shared.Ledger, "exported", "b", Seeds.Facts("Other"));
        var text = Encoding.UTF8.GetString((await ExportAsync(client)).File);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l + "\n").ToList();

        Assert.Equal([ExportAudit.Whole], await ChecksAsync(string.Concat(lines.SkipLast(1))));
        Assert.Equal([ExportAudit.Whole], await ChecksAsync(text[..(text.Length - lines[^1].Length - 40)]));
        Assert.Equal([CheckName.Digests, ExportAudit.Bytes], await ChecksAsync(text.Replace("Quarterly figures", "Quarterly numbers", StringComparison.Ordinal)));
        Assert.Contains(CheckName.Positions, await ChecksAsync(string.Concat(lines.Where((_, i) => i != 2))));
        Assert.Equal([ExportAudit.Bytes], await ChecksAsync(text + lines[2]));
        Assert.Contains(ExportAudit.Whole, await ChecksAsync("{\"hello\":1}\n"));
        Assert.Contains(ExportAudit.Whole, await ChecksAsync(""));
    }

    [Theory]
    [InlineData("?to=99999999")]
    [InlineData("?from=0")]
    [InlineData("?from=5&to=3")]
    [InlineData("?from=first")]
    public async Task a_stretch_that_does_not_exist_is_refused(string query)
    {
        var client = await shared.Ledger.ClientAsync(Role.Auditor);
        using var answer = await client.GetAsync("/api/v1/export" + query);
        await answer.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
    }

    private static async Task<(byte[] File, long Head)> ExportAsync(HttpClient client, string query = "")
    {
        using var answer = await client.GetAsync("/api/v1/export" + query);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        return (await answer.Content.ReadAsByteArrayAsync(), answer.Position());
    }

    private static async Task<ExportReport> CheckAsync(byte[] file) => await ExportAudit.CheckAsync(new MemoryStream(file), CancellationToken.None);

    // Each finding says what to do.
    private static async Task<IReadOnlyList<string>> ChecksAsync(string file)
    {
        var findings = (await CheckAsync(Encoding.UTF8.GetBytes(file))).Findings;
        Assert.All(findings, static f => Assert.Matches("Export again; |Name a file of 'ledger export'", f.What));
        return [.. findings.Select(static f => f.Check).Distinct()];
    }
}
