using System.Text.Json;
using Dropzone.Ledger.Domain.Entities;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>Every statement of the list, the search, the facets and the dashboard, under row-level security as the app's role.</summary>
public sealed class when_a_million_alerts_are_listed(Ledger ledger) : IClassFixture<Ledger>
{
    /// <summary>The table has some 60,000 blocks of 8 KB; a page touches those of its rows and of the way to them.</summary>
    private const int MostBlocks = 3_000;

    private const int Rows = 51;

    private static readonly Generation List = new(ProjectionNames.AlertList, 1);
    private static readonly Generation Tickets = new(ProjectionNames.TicketBoard, 1);
    private static readonly Generation Times = new(ProjectionNames.InvestigationTimes, 1);
    private static readonly Generation Search = new(ProjectionNames.AlertSearch, 1);

    private static readonly Generation Entities = new(ProjectionNames.AlertEntities, 1);
    private static readonly EntityKey Everywhere = new("user", "everywhere");
    private static readonly EntityKey Rare = new("user", "rare");

    private static readonly AlertListFilter All = new();
    private static readonly AlertCursor Middle = new(AlertSort.IngestedDescending, 500_000, 500_000);

    private static readonly (string What, AlertListFilter Filter)[] Pages =
    [
        ("the first page", All),
        ("of all states", All with { Decision = null }),
        ("of the excluded", All with { Decision = AlertListState.Excluded }),
        ("a page in the middle", All with { Cursor = Middle }),
        ("oldest first", All with { Sort = AlertSort.Ingested }),
        ("last changed first", All with { Sort = AlertSort.ModifiedDescending }),
        ("last changed first, of all states", All with { Sort = AlertSort.ModifiedDescending, Decision = null }),
        ("last changed first, in the middle", All with { Sort = AlertSort.ModifiedDescending, Cursor = new(AlertSort.ModifiedDescending, 500_000, 499_500) }),
        ("of a connector", All with { Connector = "c3" }),
        ("of a connector in all states", All with { Connector = "c3", Decision = null }),
        ("of no connector", All with { Connector = "none" }),
        ("of a severity", All with { Severities = ["High"] }),
        ("of several severities", All with { Severities = ["High", "Informational"] }),
        ("of severities that are none", All with { Severities = ["Critical", "Fatal"] }),
        ("of several severities in all states, in the middle", All with { Severities = ["High", "Low"], Decision = null, Cursor = Middle }),
        ("of a connector and a severity", All with { Connector = "c3", Severities = ["Medium"] }),
        ("of a connector and severities that it does not have", All with { Connector = "c3", Severities = ["Informational", "Critical"] }),
        ("of a rare status", All with { Statuses = ["rare"] }),
        ("of several rare statuses", All with { Statuses = ["rare", "rarer"] }),
        ("under work", All with { Investigation = [InvestigationStatus.InProgress, InvestigationStatus.AwaitingReview] }),
        ("of a group", All with { GroupId = new Guid("00000000-0000-0000-0000-000000000007"), Decision = null }),
        ("by ids", All with { Ids = [Guid.NewGuid(), Guid.NewGuid()], Decision = null }),
        ("searched by a rare word", All with { Q = "host-4242" }),
        ("searched by a common word", All with { Q = "suspicious" }),
        ("searched by a common word, in the middle", All with { Q = "suspicious", Cursor = Middle }),
        ("searched by a common and a rare word", All with { Q = "suspicious da123456" }),
        ("searched by a word that is nowhere", All with { Q = "unheardof" }),
        ("searched by a rare word, last changed first", All with { Q = "host-4242", Sort = AlertSort.ModifiedDescending }),
    ];

    [Fact]
    public async Task no_statement_reads_the_table()
    {
        var tenant = await ledger.TenantAsync();
        await FillAsync(tenant);
        var found = new List<string>();
        foreach (var (what, filter) in Pages)
        {
            var command = SearchWords.Of(filter.Q) is { } words
                ? AlertListStatement.For(filter, words, filter.Sort == AlertSort.ModifiedDescending ? null : 500, Rows, tenant, List, Search)
                : AlertListStatement.For(filter, Rows, tenant, List);
            found.AddRange(await ProblemsAsync(tenant, what, command));
        }

        foreach (var (what, entity, before) in (IEnumerable<(string, EntityKey, AlertCursor?)>)
            [("an entity of all alerts", Everywhere, null), ("the middle of an entity of all alerts", Everywhere, Middle), ("a rare entity", Rare, null), ("no entity", new("user", "none"), null)])
        {
            found.AddRange(await ProblemsAsync(tenant, what, EntityQueries.Statement(tenant, entity, before, Rows, List, Entities)));
        }

        foreach (var connector in (string?[])["c3", null])
        {
            found.AddRange(await ProblemsAsync(tenant, $"dashboard of {connector ?? "all"}", DashboardStatement.Now([List, Tickets, Times], tenant, connector)));
        }

        Assert.Empty(found);
        Assert.Equal(200, (await new EntityQueries(ledger.Models).CountAsync(tenant, [Rare]))[Rare]);
        Assert.Equal(51, (await new AlertListQueries(ledger.Models).ListAsync(tenant, All with { Q = "host-4242 suspicious", Limit = 51 })).Items.Count);
    }

    private async Task<IReadOnlyList<string>> ProblemsAsync(string tenant, string what, NpgsqlBatchCommand statement)
    {
        await using var transaction = await ledger.Database.BeginAsync(tenant);
        await using var explain = new NpgsqlCommand("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement.CommandText, transaction.Connection, transaction.Transaction);
        foreach (NpgsqlParameter parameter in statement.Parameters)
        {
            explain.Parameters.Add(parameter.Clone());
        }

        var text = (string)(await explain.ExecuteScalarAsync())!;
        using var document = JsonDocument.Parse(text);
        var plan = document.RootElement[0].GetProperty("Plan");
        var blocks = plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64();
        List<string> problems = [.. Nodes(plan).Where(IsScanOfTable).Select(_ => $"{what}: a sequential scan: {text}")];
        return blocks > MostBlocks ? [.. problems, $"{what}: {blocks} blocks: {text}"] : problems;
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement plan) =>
        plan.TryGetProperty("Plans", out var children) ? children.EnumerateArray().SelectMany(Nodes).Prepend(plan) : [plan];

    private static bool IsScanOfTable(JsonElement node) =>
        node.GetProperty("Node Type").GetString() == "Seq Scan" && node.GetProperty("Relation Name").GetString() is "alerts" or "texts" or "sightings";

    /// <summary>The rows go in before the readers' indexes, as in a rebuild.</summary>
    private async Task FillAsync(string tenant)
    {
        using var file = typeof(when_a_million_alerts_are_listed).Assembly.GetManifestResourceStream("million_alerts.sql")!;
        using var reader = new StreamReader(file);
        var parts = (await reader.ReadToEndAsync()).Replace("{tenant}", tenant, StringComparison.Ordinal)
            .Replace("{everywhere}", Everywhere.Id.ToString(), StringComparison.Ordinal).Replace("{rare}", Rare.Id.ToString(), StringComparison.Ordinal)
            .Split("INSERT INTO alert_list_g1.dashboard_counts", 2);
        await ledger.TamperAsync(
            "SET maintenance_work_mem = '512MB';"
            + "ALTER TABLE alert_list_g1.alerts SET UNLOGGED; ALTER TABLE alert_search_g1.texts SET UNLOGGED; ALTER TABLE alert_entities_g1.sightings SET UNLOGGED;"
            + "DO $$ DECLARE i name; BEGIN FOR i IN SELECT format('%I.%I', schemaname, indexname) FROM pg_indexes "
            + "WHERE schemaname IN ('alert_list_g1', 'alert_search_g1', 'alert_entities_g1') AND tablename IN ('alerts', 'alerts_past', 'texts', 'sightings') AND indexname NOT LIKE '%pkey' AND indexname <> 'alerts_group' "
            + "LOOP EXECUTE 'DROP INDEX ' || i; END LOOP; END $$;"
            + "ALTER TABLE alert_list_g1.alerts_past DROP CONSTRAINT alerts_past_pkey;"
            + parts[0] + SqlFile.Read("AlertList/indexes.sql", List.Schema) + SqlFile.Read("AlertSearch/indexes.sql", Search.Schema)
            + SqlFile.Read("AlertEntities/indexes.sql", Entities.Schema)
            + "INSERT INTO alert_list_g1.dashboard_counts" + parts[1]);
    }
}
