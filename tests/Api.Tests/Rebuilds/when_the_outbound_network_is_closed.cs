using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Connectors;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Api.Tests.Rebuilds;

/// <summary>Alone in its process while it runs: every socket that is opened is its own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

[Collection(AloneCollection.Name)]
public sealed class when_the_outbound_network_is_closed
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task a_rebuild_and_an_apply_make_not_one_call()
    {
        var cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { InitialHistory = 30, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        await using var serving = await RunningLedger.StartAsync(options => options with { EndpointSets = [SimulatedSources.SetOf(cloud)] });
        var client = await serving.ClientAsync(Role.Admin);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", SimulatedSources.Microsoft365(cloud, interval: "P1D"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);

        // 202 says that the poller is at it itself: then what there is is not recorded yet.
        await Eventually.HoldsAsync(Patience, async () =>
        {
            using var polled = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/m365/poll");
            Assert.True(polled.IsSuccessStatusCode, await polled.Content.ReadAsStringAsync());
            return polled.StatusCode == HttpStatusCode.OK;
        });
        using var disabled = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/m365/disable");
        Assert.True(disabled.IsSuccessStatusCode);
        var head = (await serving.Database.Log.HeadAsync("default")).Position;
        Assert.NotEmpty((await client.GetJsonAsync($"/api/v1/alerts?atLeast={head}")).GetProperty("items").EnumerateArray());

        // The listener sees what it must see: a call to the cloud, before it closes.
        var database = new Npgsql.NpgsqlConnectionStringBuilder(await PostgresFixture.PostgresServer.Shared.ConnectionStringAsync()).Port;
        using var calls = new OutboundConnections(cloud.BaseAddress.Port, database);
        using (var knock = new System.Net.Sockets.TcpClient())
        {
            await knock.ConnectAsync(IPAddress.Loopback, cloud.BaseAddress.Port);
            Assert.Equal(1, calls.ToCloud);
        }

        await cloud.DisposeAsync();
        calls.Forget(new Uri(serving.Address).Port);

        using var begun = await client.SendAsync(HttpMethod.Post, "/api/v1/projections/all/rebuild?share=1");
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        await Eventually.HoldsAsync(Patience, async () => (await client.GetJsonAsync("/api/v1/projections/all/rebuild")).GetProperty("items").EnumerateArray()
            .All(static r => r.GetProperty("state").GetString() == "done"));

        var settings = JsonSerializer.SerializeToNode(SimulatedSources.Microsoft365(cloud, interval: "P1D"))!.AsObject();
        settings["enabled"] = false;
        settings["enabledSeverities"] = new System.Text.Json.Nodes.JsonArray("High");
        settings["credentials"]!.AsObject().Remove("clientSecret");
        using var current = await client.GetAsync("/api/v1/connectors/m365");
        using var saved = await client.SendAsync(HttpMethod.Put, "/api/v1/connectors/m365", settings.ToJsonString(), ("If-Match", current.Headers.ETag!.Tag));
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        await Eventually.HoldsAsync(Patience, async () =>
        {
            using var applied = await client.GetAsync("/api/v1/connectors/m365/application");
            return (await applied.JsonAsync()).GetProperty("state").GetString() == "applied";
        });

        Assert.Equal(0, calls.ToCloud);
        Assert.Empty(calls.Elsewhere);
    }

    /// <summary>Every connection that this process opens, by its port; those to the database and to the host itself are not outbound.</summary>
    private sealed class OutboundConnections(int cloud, int database) : EventListener
    {
        private readonly ConcurrentBag<string> seen = [];
        private int host;

        public int ToCloud => seen.Count(address => PortOf(address) == cloud);

        public IReadOnlyList<string> Elsewhere => [.. seen.Where(address => PortOf(address) is { } port && port != cloud && port != host && port != database)];

        public void Forget(int own)
        {
            host = own;
            seen.Clear();
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Net.Sockets")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName == "ConnectStart")
            {
                seen.Add(eventData.Payload?[0]?.ToString() ?? "");
            }
        }

        // As a SocketAddress prints itself: family, size, then its bytes, of which the first two are the port.
        private static int? PortOf(string address)
        {
            var bytes = address[(address.IndexOf('{', StringComparison.Ordinal) + 1)..].TrimEnd('}').Split(',');
            return !address.StartsWith("InterNetwork", StringComparison.Ordinal) || bytes.Length < 2 ? null : (int.Parse(bytes[0]) << 8) | int.Parse(bytes[1]);
        }
    }
}
