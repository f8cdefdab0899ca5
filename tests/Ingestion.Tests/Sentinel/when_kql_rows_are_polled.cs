using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;
using static Dropzone.Ledger.Ingestion.Tests.Sentinel.SentinelStory;

namespace Dropzone.Ledger.Ingestion.Tests.Sentinel;

public sealed class when_kql_rows_are_polled(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string Bounds = "where TimeGenerated >= ledger_from and TimeGenerated < ledger_to";
    private static int tables;

    private readonly string table = $"Sweeps{Interlocked.Increment(ref tables)}_CL";

    [Fact]
    public async Task each_row_is_an_alert_whose_identity_is_the_slug_the_workspace_and_the_id_columns()
    {
        Publish(("a", 30, "High"), ("b", 20, "low"));
        var connector = await world.AddSentinelAsync(s => s with { KqlQueries = [Query()] });

        var outcome = Of(await world.PollAllAsync(connector));

        Assert.Null(outcome.Failure);
        var state = (await world.StateAsync(connector, "sweep/law-soc/[\"a\"]", AlertKind.KqlRow))!;
        Assert.Equal(("Sweep of a", "High", "kql/sweep", "law-soc"), (state.Facts.Title, state.Facts.Severity, state.Facts.DetectionSource, state.Facts.Workspace));
        Assert.Equal("Low", (await world.StateAsync(connector, "sweep/law-soc/[\"b\"]", AlertKind.KqlRow))!.Facts.Severity);
        var payload = (await world.Database.Vault.ReadAsync(PollingWorld.Tenant, [state.Payload!.Commitment]))[state.Payload.Commitment].Bytes;
        using var read = JsonDocument.Parse(payload);
        Assert.Equal(JsonValueKind.Array, read.RootElement.GetProperty("row").ValueKind);
        Assert.Equal(0, Of(await world.PollAllAsync(connector)).Counts.New);
    }

    [Fact]
    public async Task what_the_query_leaves_out_stands_in_the_window_as_not_asked_for()
    {
        Publish(("a", 30, "High"));
        var connector = await world.AddSentinelAsync(s => s with { KqlQueries = [Query()] });
        await world.PollAllAsync(connector);
        var first = Covered(await world.EventsAsync($"connector/{connector}"));
        var before = (await world.EventsAsync($"connector/{connector}")).OfType<ConnectorConfigured>().Single().Settings;
        await world.ConfigureAsync(connector, 2, (SentinelSettings)before with { KqlQueries = [Query($"{table} | where Severity == 'High' | {Bounds}")] });

        Publish(("c", 10, "High"));
        await world.PollAllAsync(connector);

        var second = Covered(await world.EventsAsync($"connector/{connector}"));
        Assert.Contains("sweep", first.NotAskedFor, StringComparison.Ordinal);
        Assert.NotEqual(first.FilterDigest, second.FilterDigest);
        var incidents = (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowCovered>().First(e => e.Resource == "incidents/law-soc");
        Assert.DoesNotContain("sweep", incidents.NotAskedFor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_query_is_sent_as_it_was_written_between_the_bounds_and_a_newline()
    {
        Publish(("a", 30, "High"));
        var query = $"{table} | {Bounds} // the last line is a comment";
        var connector = await world.AddSentinelAsync(s => s with { KqlQueries = [Query(query)] });

        Assert.Equal(1, Of(await world.PollAllAsync(connector)).Counts.New);

        var sent = KqlReader.TextOf(Query(query), DateTimeOffset.UnixEpoch, null);
        Assert.StartsWith("let ledger_from = datetime(1970-01-01T00:00:00.0000000Z);\nlet ledger_to = datetime(9999-", sent, StringComparison.Ordinal);
        Assert.EndsWith(query + "\n", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task more_rows_than_are_taken_at_once_halve_the_window_and_none_is_lost()
    {
        Publish([.. Enumerable.Range(0, 40).Select(i => ($"k{i}", 30.0 * i, "Low"))]);
        var connector = await world.AddSentinelAsync(s => s with { KqlQueries = [Query()] });
        var pollers = world.NewPollers(options: new PollerOptions { KqlRowsAtOnce = 15 });

        Assert.Equal("partial", Of(await world.PollAllAsync(connector, pollers)).Failure?.Code);
        await UntilReadAsync(connector, pollers);

        Assert.Equal(40, (await world.IngestedAsync(connector)).Count(id => id.StartsWith("sweep/", StringComparison.Ordinal)));
        Assert.Empty((await world.EventsAsync($"connector/{connector}")).OfType<CoverageGapFound>());
    }

    [Fact]
    public async Task an_answer_that_the_service_cut_halves_the_window_too()
    {
        Publish([.. Enumerable.Range(0, 12).Select(i => ($"p{i}", 60.0 * i, "Low"))]);
        var connector = await world.AddSentinelAsync(s => s with { KqlQueries = [Query()] });
        world.Cloud.LogAnalyticsRowLimit = 5;
        try
        {
            await UntilReadAsync(connector, world.Pollers);
        }
        finally
        {
            world.Cloud.LogAnalyticsRowLimit = 500_000;
        }

        Assert.Equal(12, (await world.IngestedAsync(connector)).Count);
    }

    [Fact]
    public async Task a_row_that_changed_is_a_version_of_the_same_alert()
    {
        Publish(("a", 30, "Low"));
        var query = Query($"{table} | {Bounds} | summarize arg_max(TimeGenerated, *) by Key");
        var connector = await world.AddSentinelAsync(s => s with { KqlQueries = [query] });
        await world.PollAllAsync(connector);

        Publish(("a", 10, "High"));
        await world.PollAllAsync(connector);

        var events = await world.AlertAsync(connector, "sweep/law-soc/[\"a\"]", AlertKind.KqlRow);
        Assert.Equal(["AlertIngested", "AlertRevised"], events.Select(e => e.GetType().Name));
        Assert.Equal("High", (await world.StateAsync(connector, "sweep/law-soc/[\"a\"]", AlertKind.KqlRow))!.Facts.Severity);
    }

    [Fact]
    public async Task a_query_that_does_not_run_or_lacks_a_column_stops_no_other_resource()
    {
        Publish(("a", 30, "High"));
        var connector = await world.AddSentinelAsync(s => s with
        {
            KqlQueries = [Query($"{table} | nonsense | {Bounds}", "broken"), Query(slug: "sweep") with { IdColumns = ["Kee"] }, Query(slug: "fine")],
        });

        var outcomes = await world.PollAllAsync(connector);

        Assert.Equal("query-syntax", Of(outcomes, "broken").Failure?.Code);
        Assert.Contains("'Kee'", Of(outcomes, "sweep").Failure?.Message, StringComparison.Ordinal);
        Assert.Null(Of(outcomes, "fine").Failure);
        Assert.Equal(1, Of(outcomes, "fine").Counts.New);
        Assert.Null(outcomes[0].Failure);
    }

    [Fact]
    public async Task the_test_of_a_connector_runs_each_query_and_names_the_missing_columns()
    {
        Publish(("a", 1, "High"));
        var settings = new SentinelSettings
        {
            Credentials = new ConnectorCredentials { ClientId = world.Cloud.Tenant.ClientId.ToString(), TenantId = world.Cloud.Tenant.TenantId.ToString() },
            Workspaces = [new(world.Cloud.Tenant.WorkspaceName, world.Cloud.Tenant.WorkspaceId.ToString(), world.Cloud.Tenant.SubscriptionId.ToString(), world.Cloud.Tenant.ResourceGroup)],
            KqlQueries = [Query(), Query(slug: "lacks") with { IdColumns = ["Nowhere"] }, Query($"{table} | nonsense | {Bounds}", "broken")],
            DefenderEmailFetching = true,
        };
        using var cloud = world.OpenCloud();

        var test = await world.Pollers.TestAsync(settings, cloud);

        Assert.Equal(CheckResult.Pass, Row("kql/sweep/law-soc").Result);
        Assert.Equal((CheckResult.Fail, "column-missing"), (Row("kql/lacks/law-soc").Result, Row("kql/lacks/law-soc").Code));
        Assert.Contains("'Nowhere'", Row("kql/lacks/law-soc").Message, StringComparison.Ordinal);
        Assert.Equal((CheckResult.Fail, "query-syntax"), (Row("kql/broken/law-soc").Result, Row("kql/broken/law-soc").Code));
        Assert.Equal(CheckResult.Pass, test.Checks.Single(check => check.Grant == "Mail.Read").Result);

        PermissionCheck Row(string name) => test.Checks.Single(check => check.Name == name);
    }

    private async Task UntilReadAsync(string connector, Pollers pollers)
    {
        for (var i = 0; i < 60 && Of(await world.PollAllAsync(connector, pollers)).Failure is not null; i++)
        {
        }
    }

    private static PollWindowCovered Covered(IReadOnlyList<LedgerEvent> events) => events.OfType<PollWindowCovered>().Last(e => e.Resource == "kql/sweep/law-soc" && e.New > 0);

    private static ResourceOutcome Of(IReadOnlyList<ResourceOutcome> outcomes, string slug = "sweep") => outcomes.Single(o => o.Resource == $"kql/{slug}/law-soc");

    private KqlQuery Query(string? text = null, string slug = "sweep") => new(slug, text ?? $"{table} | {Bounds}", "TimeGenerated", ["Key"], "Name", "Severity");

    private void Publish(params (string Key, double MinutesAgo, string Severity)[] rows) => world.Cloud.PublishLogRows(table, JsonSerializer.Serialize(rows.Select(row => new
    {
        TimeGenerated = Json.Time(At(row.MinutesAgo)),
        row.Key,
        Name = $"Sweep of {row.Key}",
        row.Severity,
        Computer = "nb-0417",
    })), new Publication(VisibleAt: At(2000)));
}
