using System.Diagnostics;
using System.Text;
using Dropzone.Ledger.EventStore.Tests.Setup;
using Npgsql;
using Xunit.Abstractions;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_a_page_is_large(Setup.Ledger ledger, ITestOutputHelper output) : IClassFixture<Setup.Ledger>
{
    private const int Alerts = 1000;
    private const int Pages = 8;

    [Fact]
    public async Task a_thousand_alerts_are_one_append_and_reading_a_long_log_stays_on_its_indexes()
    {
        var pages = Enumerable.Range(0, Pages).Select(PageOf).ToArray();
        for (var n = 0; n < Pages; n++)
        {
            var watch = Stopwatch.StartNew();
            var outcome = await ledger.Log.AppendAsync(pages[n] with { Cursor = Make.Cursor("large", n) });
            output.WriteLine($"page of {Alerts} alerts, {2 * Alerts} events, {Alerts} payloads: {watch.ElapsedMilliseconds} ms");
            Assert.Equal(new AppendOutcome.Appended((n * 2 * Alerts) + 1, (n + 1) * 2 * Alerts, 2 * Alerts, 0), outcome);
        }

        var again = Stopwatch.StartNew();
        var known = await ledger.Log.AppendAsync(pages[0] with { Cursor = Make.Cursor("large", Pages) });
        output.WriteLine($"the same page once more, all known: {again.ElapsedMilliseconds} ms");
        Assert.Equal(new AppendOutcome.Appended(0, Pages * 2 * Alerts, 0, 2 * Alerts), known);

        var single = Stopwatch.StartNew();
        for (var n = 0; n < 100; n++)
        {
            await ledger.Log.AppendAsync(Make.Command(Make.To($"single/{n}", 0, Make.Event())));
        }

        output.WriteLine($"command of one event: {single.Elapsed.TotalMilliseconds / 100:F2} ms");
        await ledger.AdminAsync("analyze ledger.mt_events, ledger.mt_streams, ledger.event_ids, ledger.vault");
        await StaysOnIndexes("pkey", "select * from ledger.mt_events where tenant_id = $1 and seq_id > 9000 order by seq_id limit 500");
        await StaysOnIndexes("stream_id_version", "select * from ledger.mt_events where tenant_id = $1 and stream_id = any ('{alert/1/5,alert/2/7}') order by stream_id, version");
        await StaysOnIndexes("stream_id_version", "select * from ledger.mt_events where tenant_id = $1 and stream_id = 'alert/3/9' and version >= 1 order by version limit 10");
        await StaysOnIndexes("pk_event_ids", "select * from ledger.event_ids i join ledger.mt_events e on e.tenant_id = i.tenant_id and e.seq_id = i.position where i.tenant_id = $1 and i.id = '00000000-0000-0000-0000-000000000001'");

        var reading = Stopwatch.StartNew();
        var read = await ledger.Log.ReadLogAsync(Setup.Ledger.Tenant, 0, int.MaxValue);
        output.WriteLine($"reading {read.Count} events: {reading.ElapsedMilliseconds} ms");
    }

    private static AppendRequest PageOf(int page)
    {
        var payload = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(n => $$"""{"name":"field {{n}} of {{page}}","value":"{{n * 7919}}"},""")));
        var vault = Enumerable.Range(0, Alerts).Select(_ => VaultEntry.Seal(VaultKind.Payload, payload)).ToArray();
        return Make.Page([.. vault.Select((entry, n) => Make.To(
            $"alert/{page}/{n}",
            0,
            Make.Event($$"""{"facts":"{{new string('x', 400)}}","payload":"{{entry.Commitment}}"}"""),
            Make.Event($$"""{"reason":"{{new string('y', 550)}}"}""", "alert_excluded")))]) with { Vault = vault };
    }

    // As the app's role, so that the policies of row-level security are in the plan.
    private async Task StaysOnIndexes(string index, string query)
    {
        await using var app = await ledger.LoginAsync("test_app", "ledger_app");
        await using var command = new NpgsqlCommand($"explain (costs off) {query.Replace("$1", "'default'", StringComparison.Ordinal)}", app);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new StringBuilder();
        while (await reader.ReadAsync())
        {
            plan.AppendLine(reader.GetString(0));
        }

        Assert.Contains(index, plan.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("mt_events_other", plan.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan.ToString(), StringComparison.Ordinal);
    }
}
