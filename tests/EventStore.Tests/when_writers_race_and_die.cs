using Dropzone.Ledger.Bench.Soak.Log;
using Dropzone.Ledger.PostgresFixture;
using Xunit.Abstractions;

namespace Dropzone.Ledger.EventStore.Tests;

/// <summary>
/// Writers with pages and commands, some rolled back, transactions held open, backends killed under all of them and the server restarted in the
/// middle. What was answered with yes is there once, what was rolled back is not there, and every reader saw the log and nothing else. Long runs of the
/// same: <c>bench soak log</c>.
/// </summary>
public sealed class when_writers_race_and_die(ITestOutputHelper output)
{
    [Fact]
    public async Task nothing_is_lost_doubled_late_or_out_of_order()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var folder = TemporaryData.Create();
        var result = await LogStress.RunAsync(folder, new LogStressOptions(Seed: 1, Writers: 6, Appends: 30, Restarts: 1), output.WriteLine, stop.Token);
        Directory.Delete(folder, recursive: true);
        output.WriteLine($"{result}");
        Assert.Empty(result.Broken);
        Assert.True(result is { Events: >= 180, Kills: > 0, RolledBack: > 0 }, "The run did not do what it is for.");
    }
}
