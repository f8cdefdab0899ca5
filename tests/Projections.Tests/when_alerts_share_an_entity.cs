using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Entities;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_alerts_share_an_entity(Ledger ledger) : IClassFixture<Ledger>
{
    private static readonly EntityKey Mia = EntityKeys.Key("user", "Mia@Example.org")!;
    private static readonly EntityKey Laptop = EntityKeys.Key("device", "nb-1")!;

    private EntityQueries Queries => new(ledger.Models);

    [Fact]
    public async Task one_list_has_them_all_newest_first_and_its_pages_meet_each_once()
    {
        var tenant = await ledger.TenantAsync();
        for (var i = 0; i < 12; i++)
        {
            await AlertAsync(tenant, $"d{i}", i % 3 == 0 ? [User("mia@example.org"), Device("NB-1")] : [User(i % 2 == 0 ? "MIA@example.org" : "other@example.org")]);
        }

        await ledger.FoldAsync(tenant);
        var met = new List<string>();
        AlertCursor? cursor = null;
        do
        {
            var page = await Queries.ListAsync(tenant, Mia, cursor, 3);
            Assert.Equal((await ledger.Database.Log.HeadAsync(tenant)).Position, page.Position);
            met.AddRange(page.Items.Select(static r => r.SourceId));
            _ = AlertCursor.TryParse(page.NextCursor, out cursor);
        }
        while (cursor is not null);

        Assert.Equal(["d10", "d9", "d8", "d6", "d4", "d3", "d2", "d0"], met);
        Assert.Equal((8, 4), (await Queries.CountAsync(tenant, [Mia, Laptop])) is var counts ? (counts[Mia], counts[Laptop]) : default);
    }

    [Fact]
    public async Task an_alert_is_listed_by_its_current_version_and_an_older_one_that_arrives_late_changes_nothing()
    {
        var tenant = await ledger.TenantAsync();
        await AlertAsync(tenant, "d1", [User("mia@example.org")], version: 2);
        await ledger.FoldAsync(tenant);
        await AlertAsync(tenant, "d1", [User("mia@example.org"), Device("nb-1")], version: 3);
        await AlertAsync(tenant, "d1", [User("late@example.org")], version: 1);
        await ledger.FoldAsync(tenant);
        Assert.Equal("d1", await IdsAsync(tenant, Mia));
        Assert.Equal("d1", await IdsAsync(tenant, Laptop));
        Assert.Equal("", await IdsAsync(tenant, EntityKeys.Key("user", "late@example.org")!));

        await AlertAsync(tenant, "d1", [Device("nb-1")], version: 4);
        await ledger.FoldAsync(tenant);
        Assert.Equal("", await IdsAsync(tenant, Mia));
        Assert.Equal("d1", await IdsAsync(tenant, Laptop));
        Assert.Empty(await FindingsAsync(tenant));
    }

    [Fact]
    public async Task an_erased_alert_is_listed_no_more_and_a_fresh_fold_says_the_same()
    {
        var tenant = await ledger.TenantAsync();
        await AlertAsync(tenant, "d1", [User("mia@example.org")]);
        var gone = await AlertAsync(tenant, "d2", [User("mia@example.org")]);
        await ledger.FoldAsync(tenant);
        Assert.Equal("d2 d1", await IdsAsync(tenant, Mia));

        await EraseAsync(tenant, "d2", gone);
        await ledger.FoldAsync(tenant);
        Assert.Equal("d1", await IdsAsync(tenant, Mia));
        Assert.Empty(await FindingsAsync(tenant));
    }

    [Fact]
    public async Task an_alert_that_was_erased_before_it_was_folded_leaves_nothing_behind()
    {
        var tenant = await ledger.TenantAsync();
        await EraseAsync(tenant, "d1", await AlertAsync(tenant, "d1", [User("mia@example.org")]));
        await ledger.FoldAsync(tenant, () => 1);
        Assert.Equal("", await IdsAsync(tenant, Mia));
        Assert.Empty(await FindingsAsync(tenant));
    }

    [Fact]
    public async Task verify_names_an_alert_whose_document_was_lost()
    {
        var tenant = await ledger.TenantAsync();
        var lost = await AlertAsync(tenant, "d1", [User("mia@example.org")]);
        await ledger.FoldAsync(tenant);
        await ledger.TamperAsync(
            $"SET session_replication_role = replica; ALTER TABLE ledger.vault DISABLE TRIGGER ALL; DELETE FROM ledger.vault WHERE commitment = '\\x{lost}'; ALTER TABLE ledger.vault ENABLE TRIGGER ALL");
        var finding = Assert.Single(await FindingsAsync(tenant));
        Assert.Equal((FindingKind.ExtraRow, "sightings"), (finding.Kind, finding.Table));
    }

    [Fact]
    public async Task nobody_finds_the_alerts_of_another_tenant()
    {
        var (tenant, other) = (await ledger.TenantAsync(), await ledger.TenantAsync());
        await AlertAsync(tenant, "d1", [User("mia@example.org")]);
        await ledger.FoldAsync(tenant);
        Assert.Equal("d1", await IdsAsync(tenant, Mia));
        Assert.Equal("", await IdsAsync(other, Mia));
        Assert.Equal(0, (await Queries.CountAsync(other, [Mia]))[Mia]);
    }

    private static AlertEntity User(string name) => new("user", name, new Dictionary<string, string> { ["userPrincipalName"] = name });

    private static AlertEntity Device(string name) => new("device", name, new Dictionary<string, string> { ["hostName"] = name });

    private async Task<string> IdsAsync(string tenant, EntityKey entity) =>
        string.Join(' ', (await Queries.ListAsync(tenant, entity, null, 200)).Items.Select(static r => r.SourceId));

    private async Task<IReadOnlyList<Finding>> FindingsAsync(string tenant) => await new ReadModelVerification(ledger.Models).VerifyAsync(tenant);

    /// <summary>Appends a version as a poll would; answers the commitment of its entities.</summary>
    private async Task<string> AlertAsync(string tenant, string id, AlertEntity[] entities, int version = 1)
    {
        var stream = StreamId.Alert(History.Defender, AlertKind.DefenderAlert, id);
        var document = VaultEntry.Seal(VaultKind.Entities, JsonSerializer.SerializeToUtf8Bytes(new AlertEntities(entities), LedgerJson.Options));
        var facts = new AlertFacts { Title = "Odd sign-in", Severity = "High", Status = "new" };
        var (source, reference) = (new SourceVersion($"v{version}", $"2026-03-01T08:00:0{version}Z"), new VaultReference(document.Commitment, document.Bytes.Length));
        var known = await ledger.Database.Log.ReadStreamAsync(tenant, stream);
        AlertEvent e = known.Count == 0
            ? new AlertIngested
            {
                Connector = History.Defender, Kind = AlertKind.DefenderAlert, SourceId = id, Version = source, Facts = facts, Entities = reference,
                Mapper = 1, Origin = Origin.Live, ObservedAt = History.Start,
            }
            : new AlertRevised
            {
                Version = source, Facts = facts, Changed = [], Cause = RevisionCause.Source, Entities = reference,
                Mapper = 1, Origin = Origin.Live, ObservedAt = History.Start,
            };
        await SendAsync(tenant, new Recorded(stream, EventIds.Observed(stream, e, known.Count), e), [document], []);
        return document.Commitment;
    }

    private Task EraseAsync(string tenant, string id, string commitment)
    {
        var stream = StreamId.Alert(History.Defender, AlertKind.DefenderAlert, id);
        var erased = new PayloadErased { Commitments = [commitment], By = History.Ada, Reason = "asked for" };
        return SendAsync(tenant, new Recorded(stream, EventIds.Command(tenant, stream, 0), erased), [], [commitment]);
    }

    private async Task SendAsync(string tenant, Recorded e, IReadOnlyList<VaultEntry> vault, IReadOnlyList<string> erase) =>
        Assert.IsType<AppendOutcome.Appended>(await ledger.Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = tenant,
            Streams = [new StreamAppend(e.Stream, "alert", null, [e.ToAppend()])],
            Vault = [.. vault],
            Erase = [.. erase],
        }));
}
