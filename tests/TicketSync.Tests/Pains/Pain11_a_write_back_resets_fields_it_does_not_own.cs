using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Pains;

public sealed class Pain11_a_write_back_resets_fields_it_does_not_own(TicketWorld world) : IClassFixture<TicketWorld>, IAsyncLifetime
{
    private static readonly string[] Ours = ["status", "classification", "classificationReason", "classificationComment", "lastModifiedTimeUtc"];

    public Task InitializeAsync() => world.StartAsync();

    public Task DisposeAsync() => world.StopAsync();

    [Fact]
    public async Task after_any_number_of_syncs_every_other_field_is_equal()
    {
        var random = new Random(11);
        for (var round = 0; round < 6; round++)
        {
            var ticket = await world.IncidentAsync(Odd(random));
            var before = Others(world.Cloud.ShowIncident(ticket.Incident)!);
            var intents = 0;
            foreach (var (to, conclusion) in ((InvestigationStatus, Conclusion?)[])
                [(InvestigationStatus.InProgress, null), (InvestigationStatus.Closed, Conclusion.Malicious), (InvestigationStatus.InProgress, null)])
            {
                await world.MoveAsync(ticket, to, conclusion, reason: "r");
                await world.SettledAsync(ticket, ++intents);
                Assert.Equal(before, Others(world.Cloud.ShowIncident(ticket.Incident)!));
            }
        }
    }

    [Fact]
    public async Task what_is_sent_is_what_was_read_but_for_the_owned_fields()
    {
        var ticket = await world.IncidentAsync("""{"odd":{"a":[1.50,"\u00e4",null]},"title":"Ü \"x\""}""");
        var read = world.Cloud.ShowIncident(ticket.Incident)!;
        world.Cloud.ClearRequests();
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);
        var sent = Assert.Single(world.Cloud.Requests, r => r.Method == "PUT").Body;
        Assert.Equal(read.Replace("\"status\":\"New\"", "\"status\":\"Active\"", StringComparison.Ordinal), sent);
    }

    private static string Odd(Random random) => new JsonObject
    {
        ["severity"] = random.Next(2) == 0 ? "High" : "Low",
        ["description"] = Text(random),
        ["teamInformation"] = new JsonObject { ["teamId"] = Text(random), ["n"] = random.NextDouble() },
        [$"unknown{random.Next(9)}"] = new JsonArray(Text(random), random.Next(), null, new JsonObject { ["x"] = Text(random) }),
    }.ToJsonString();

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(32, 0x2FF)));

    private static string Others(string record)
    {
        using var read = JsonDocument.Parse(record);
        return string.Join('\n', read.RootElement.GetProperty("properties").EnumerateObject().Where(p => !Ours.Contains(p.Name)).Select(p => p.ToString()));
    }
}
