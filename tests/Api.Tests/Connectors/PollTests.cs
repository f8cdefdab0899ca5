using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Api.Tests.Connectors;

/// <summary>The whole way: a connector made over HTTP, polled from the simulated cloud over TLS, its alerts on the list, its numbers balanced.</summary>
public sealed class PollTests
{
    [Fact]
    public async Task alerts_of_both_kinds_arrive_and_every_number_balances()
    {
        await using var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 40, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        await using var ledger = await RunningLedger.StartAsync(options => options with { EndpointSets = [SimulatedSources.SetOf(cloud)] });
        var client = await ledger.ClientAsync(Role.Admin);
        foreach (var settings in (object[])[SimulatedSources.Microsoft365(cloud), SimulatedSources.Sentinel(cloud)])
        {
            using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", settings);
            Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        }

        foreach (var id in (string[])["m365", "sentinel"])
        {
            using var tested = await client.SendAsync(HttpMethod.Post, $"/api/v1/connectors/{id}/test");
            var test = await tested.JsonAsync();
            Assert.True(test.GetProperty("passed").GetBoolean(), test.GetRawText());
            using var polled = await client.SendAsync(HttpMethod.Post, $"/api/v1/connectors/{id}/poll");
            var text = await polled.Content.ReadAsStringAsync();
            Assert.True(polled.IsSuccessStatusCode, text);
            Assert.DoesNotContain("\"failed\"", text, StringComparison.Ordinal);
        }

        var head = (await ledger.Database.Log.HeadAsync("default")).Position;
        foreach (var id in (string[])["m365", "sentinel"])
        {
            var balance = (await client.GetJsonAsync($"/api/v1/connectors/{id}/dashboard?atLeast={head}")).GetProperty("conservation");
            var (ingested, shown, excluded, merged) = (
                balance.GetProperty("ingested").GetInt64(), balance.GetProperty("shown").GetInt64(),
                balance.GetProperty("excluded").GetInt64(), balance.GetProperty("merged").GetInt64());
            Assert.True(ingested > 0, $"{id} ingested nothing");
            Assert.Equal(ingested, shown + excluded + merged);
            Assert.NotEmpty((await client.GetJsonAsync($"/api/v1/alerts?connector={id}&decision=all")).GetProperty("items").EnumerateArray());
        }

        Assert.Equal("m365", (await client.GetJsonAsync($"/api/v1/connectors/m365/health?atLeast={head}")).GetProperty("connector").GetString());
        Assert.All(ledger.Log.Lines, line => Assert.DoesNotContain(cloud.Tenant.ClientSecret, line, StringComparison.Ordinal));
    }
}
