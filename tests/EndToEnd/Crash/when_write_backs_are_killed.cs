using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Bench.Soak.Tickets;
using Dropzone.Ledger.EndToEnd.Processes;
using Dropzone.Ledger.PostgresFixture;

namespace Dropzone.Ledger.EndToEnd.Crash;

/// <summary>A tenth of <c>bench soak tickets</c>, with fewer kills: the product as a process of its own, the same faults, the same judge.</summary>
public sealed class when_write_backs_are_killed : IAsyncLifetime
{
    private readonly DataFolder folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await folder.DisposeAsync();

    [Fact]
    public async Task each_intent_has_one_outcome_and_no_second_effective_write()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        var place = await BenchDatabase.PrepareAsync(database.ConnectionString, Path.Combine(folder.Place, "soak.key"), patience.Token);

        var code = await TicketsRun.RunAsync(new Report(json: false), new TicketSoakOptions(Incidents: 200, Changes: 1_000, Kills: 3, Seed: 4), place, folder.Place, patience.Token);

        Assert.Equal(0, code);
    }
}
