using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Polling;

public sealed class when_defender_alerts_are_polled(PollingWorld world) : IClassFixture<PollingWorld>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task each_is_recorded_with_its_exact_bytes_and_the_window_is_covered()
    {
        var json = Json.Alert("exact-1", Now.AddHours(-1).AddTicks(1234567));
        world.Cloud.PublishAlerts(json);
        var connector = await world.AddAsync();

        var outcome = await world.PollAsync(connector);

        Assert.Null(outcome.Failure);
        var ingested = Assert.IsType<AlertIngested>(Assert.Single(await world.AlertAsync(connector, "exact-1")));
        var vault = await world.Database.Vault.ReadAsync(PollingWorld.Tenant, [ingested.Payload!.Commitment, ingested.Entities!.Commitment]);
        Assert.Equal(json, System.Text.Encoding.UTF8.GetString(vault[ingested.Payload.Commitment].Bytes.Span));
        Assert.Equal(VaultKind.Entities, vault[ingested.Entities.Commitment].Kind);
        Assert.Equal(Origin.Live, ingested.Origin);
        var covered = (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowCovered>().Single();
        Assert.Equal(outcome.Counts.New, covered.New);
        Assert.Equal("alerts", covered.Resource);
        Assert.Equal(covered.Window.From, ingested.Window!.From);
    }

    [Fact]
    public async Task bad_input_is_kept_warned_of_and_stops_nothing()
    {
        var connector = await world.AddAsync(s => s with { LogIngestionDelay = TimeSpan.FromMinutes(1) });
        var at = Now.AddMinutes(-30);
        var longId = new string('i', 2000);
        var huge = Json.Alert("bad-huge", at.AddSeconds(1)).Replace("\"status\":\"new\"", $"\"status\":\"new\",\"blob\":\"{new string('x', 20_000_000)}\"", StringComparison.Ordinal);
        var nul = Json.Alert("bad-nul", at.AddSeconds(2)).Replace("Archive tool", "Arch\\u0000ive tool", StringComparison.Ordinal);
        var control = Json.Alert("bad-control", at.AddSeconds(3)).Replace("Archive tool", "\\u001b[31mArchive\\u202e", StringComparison.Ordinal);
        var schema = $"{{\"id\":\"bad-schema\",\"title\":17,\"severity\":[],\"evidence\":\"none\",\"lastUpdateDateTime\":\"{Json.Time(at.AddSeconds(4))}\"}}";
        var noId = $"{{\"title\":\"no id\",\"severity\":\"low\",\"status\":\"new\",\"lastUpdateDateTime\":\"{Json.Time(at.AddSeconds(5))}\"}}";
        world.Cloud.PublishAlerts($"[{huge},{nul},{control},{schema},{noId},{Json.Alert(longId, at.AddSeconds(6))},{Json.Alert("bad-last", at.AddSeconds(7))}]");

        var outcome = await world.PollAsync(connector);

        Assert.Null(outcome.Failure);
        var ids = await world.IngestedAsync(connector);
        foreach (var id in new[] { "bad-huge", "bad-nul", "bad-control", "bad-schema", longId, "bad-last" })
        {
            Assert.Contains(id, ids);
        }

        Assert.Contains(ids, id => id.StartsWith("sha256:", StringComparison.Ordinal));
        Assert.Contains(outcome.Counts.Warnings, warning => warning.StartsWith("bad-schema: ", StringComparison.Ordinal));
        var state = await world.StateAsync(connector, "bad-nul");
        var kept = await world.Database.Vault.ReadAsync(PollingWorld.Tenant, [state!.Payload!.Commitment]);
        Assert.Equal(nul, System.Text.Encoding.UTF8.GetString(kept[state.Payload.Commitment].Bytes.Span));
        Assert.Contains(longId, (await world.AlertAsync(connector, longId)).OfType<AlertIngested>().Select(e => e.SourceId));
        Assert.Empty((await world.PollAsync(connector)).Counts.Warnings);
    }

    [Fact]
    public async Task incidents_are_read_fifty_at_a_time_and_redirections_are_said_once()
    {
        var connector = await world.AddAsync(s => s with { Ingest = "incidents" });
        var at = Now.AddHours(-2);
        world.Cloud.PublishIncidents("[" + string.Join(',', Enumerable.Range(0, 120).Select(i => Json.Incident($"{9000 + i}", at.AddSeconds(i)))) + "]");
        world.Cloud.PublishIncidents(Json.Incident("8999", at.AddMinutes(5), redirected: "9001"));

        await world.PollAsync(connector);
        await world.PollAsync(connector);

        Assert.Equal(121, (await world.IngestedAsync(connector)).Count);
        var events = await world.AlertAsync(connector, "8999", AlertKind.DefenderIncident);
        Assert.Equal("9001", Assert.Single(events.OfType<AlertRedirected>()).IntoSourceId);
    }

    [Fact]
    public async Task what_filters_exclude_is_recorded_with_its_reason_and_never_sent_as_a_filter()
    {
        world.Cloud.PublishAlerts(Json.Alert("low-1", Now.AddMinutes(-20), severity: "low"));
        world.Cloud.ClearRequests();
        var connector = await world.AddAsync(s => s with { EnabledSeverities = ["High"], DetectionSources = ["antivirus"] });

        var outcome = await world.PollAsync(connector);

        var events = await world.AlertAsync(connector, "low-1");
        Assert.IsType<AlertIngested>(events[0]);
        Assert.Equal(("severities", "Low", 1), Assert.IsType<AlertExcluded>(events[1]) is var no ? (no.Rule, no.Value, no.Revision) : default);
        Assert.Equal(outcome.Counts.New, outcome.Counts.Excluded);
        Assert.DoesNotContain(world.Cloud.Requests, r => r.ToString()!.Contains("severity", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task a_link_to_another_host_is_not_followed_and_nothing_is_lost()
    {
        var connector = await world.AddAsync();
        var small = world.NewPollers(options: new PollerOptions { GraphPageSize = 2 });
        world.Cloud.PublishAlerts("[" + string.Join(',', Enumerable.Range(0, 5).Select(i => Json.Alert($"foreign-{i}", Now.AddMinutes(-10).AddSeconds(i)))) + "]");
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.ForeignNextLink });

        var failed = await world.PollAsync(connector, small);
        world.Cloud.RemoveFault(fault);
        await world.PollAsync(connector, small);

        Assert.Equal("foreign-next-link", failed.Failure?.Code);
        var ids = await world.IngestedAsync(connector);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Contains($"foreign-{i}", ids));
    }

    [Fact]
    public async Task an_erased_alert_stays_erased()
    {
        world.Cloud.PublishAlerts(Json.Alert("erase-1", Now.AddMinutes(-50)));
        var connector = await world.AddAsync();
        await world.PollAsync(connector);
        var state = (await world.StateAsync(connector, "erase-1"))!;
        var erased = Dropzone.Ledger.Domain.Serialization.EventCodec.Encode(new PayloadErased
        {
            Commitments = [.. state.Commitments],
            By = new Actor(ActorKind.Person, "tester"),
            Reason = "asked for",
        });
        await world.Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = PollingWorld.Tenant,
            Mode = AppendMode.Command,
            Streams = [new StreamAppend($"alert/{connector}/defender-alert/erase-1", null, state.StreamVersion, [new EventToAppend(Guid.NewGuid(), erased.Alias, erased.Data)])],
            Erase = [.. state.Commitments],
        });
        world.Cloud.PublishAlerts(Json.Alert("erase-1", Now.AddMinutes(-40), title: "changed"));

        await world.PollAsync(connector);

        var later = (await world.StateAsync(connector, "erase-1"))!;
        Assert.True(later.Erased);
        Assert.Equal("changed", later.Facts.Title);
        Assert.Null(later.Payload);
        Assert.Empty(later.Commitments);
    }
}
