using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Bench.Soak.Tickets;
using Dropzone.Ledger.PostgresFixture;

namespace Dropzone.Ledger.EndToEnd.Tickets;

/// <summary>A tenth of <c>bench soak tickets</c>, with the soak's own code; the whole of it kills at every named point.</summary>
public sealed class when_write_backs_meet_faults_and_kills : IDisposable
{
    private static readonly TicketSoakOptions ATenth = new(Incidents: 200, Changes: 1_000, Kills: 3, Seed: 1);

    private readonly string folder = Directory.CreateTempSubdirectory("ledger-ticket-soak-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task each_of_a_thousand_changes_is_written_once_and_accounted_for()
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        var place = await BenchDatabase.PrepareAsync(database.ConnectionString, Path.Combine(folder, "master.key"), default);
        var report = new Report(json: false);

        await TicketsRun.RunAsync(report, ATenth, place, folder, default);

        Assert.Empty(report.Wrong);
    }
}
