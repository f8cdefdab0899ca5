using System.Diagnostics;
using System.Globalization;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>
/// <c>ledger serve</c> as a process of its own that folds and does nothing else, with the settings that it is shipped with; nobody reads but the one who
/// asks once a second how far it is.
/// </summary>
internal sealed class FoldingProcess : IAsyncDisposable
{
    private const double Megabyte = 1e6;
    private const string Done = "done";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1), SayEvery = TimeSpan.FromSeconds(15), Patience = TimeSpan.FromMinutes(30);

    private readonly ProductProcess product;
    private readonly ReadModelClient client;
    private readonly Report report;

    private FoldingProcess(ProductProcess product, ReadModelClient client, Report report) => (this.product, this.client, this.report) = (product, client, report);

    /// <summary>The most memory that it held until now, in megabytes.</summary>
    public double PeakMegabytes => product.PeakMemory / Megabyte;

    /// <summary>Starts it.</summary>
    public static async Task<FoldingProcess> StartAsync(BenchDatabase database, Report report, CancellationToken cancellation)
    {
        var serving = ProductProcess.Serve(database, new Dictionary<string, string>(StringComparer.Ordinal));
        return new FoldingProcess(serving, new ReadModelClient(await serving.AddressAsync(cancellation), database.Token), report);
    }

    /// <summary>Waits until every read model reflects the log up to a position.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="TimeoutException">Nothing moved for half an hour.</exception>
    public Task<TimeSpan> FollowAsync(long head, CancellationToken cancellation) => WaitAsync(
        "folding",
        async () =>
        {
            var models = await client.ModelsAsync(cancellation);
            return (models.All(m => m.Position >= head), models.Select(static m => m.Position).Sum(), Slowest(models.Select(static m => (m.Name, m.Position, m.Error)), head));
        },
        cancellation);

    /// <summary>Rebuilds every read model at full share.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="InvalidOperationException">A rebuild failed, or made something else of the log than the fold before it.</exception>
    /// <exception cref="TimeoutException">Nothing moved for half an hour.</exception>
    public async Task<TimeSpan> RebuildAsync(CancellationToken cancellation)
    {
        await client.RebuildAllAsync(ReadModelRebuilds.WholeShare, cancellation);
        return await WaitAsync(
            "rebuilding",
            async () =>
            {
                var rebuilds = await client.RebuildsAsync(cancellation);
                if (rebuilds.FirstOrDefault(static r => r.Ended && (r.State != Done || (r.Before.Length > 0 && r.Before != r.After))) is { } odd)
                {
                    throw new InvalidOperationException($"The rebuild of {odd.Name} ended {odd.State} with {odd.After}, before {odd.Before} {odd.Error}");
                }

                var under = rebuilds.Where(static r => !r.Ended).ToList();
                return (under.Count == 0,
                    rebuilds.Sum(static r => r.Position + r.State.Length + (r.Ended ? 1 : 0)),
                    Slowest(under.Select(static r => ($"{r.Name} ({r.State})", r.Position, r.Error)), under.Select(static r => r.Head).FirstOrDefault()));
            },
            cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await product.StopAsync();
        await product.DisposeAsync();
    }

    private static string Slowest(IEnumerable<(string Name, long Position, string Error)> all, long head)
    {
        var (name, position, error) = all.OrderBy(static m => m.Position).FirstOrDefault(("nothing", head, ""));
        return string.Create(CultureInfo.InvariantCulture, $"{name} at {position:#,0} of {head:#,0} {error}").TrimEnd();
    }

    private async Task<TimeSpan> WaitAsync(string doing, Func<Task<(bool Reached, long Sum, string Says)>> look, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var (next, sum, moved) = (SayEvery, -1L, TimeSpan.Zero);
        while (true)
        {
            var (reached, now, says) = await LookAsync(look);
            if (reached)
            {
                return watch.Elapsed;
            }

            (sum, moved) = now == sum ? (sum, moved) : (now, watch.Elapsed);
            if (watch.Elapsed - moved > Patience)
            {
                throw new TimeoutException($"For {Patience} nothing moved while it was {doing}: {says}");
            }

            if (watch.Elapsed > next)
            {
                report.Say(string.Create(CultureInfo.InvariantCulture, $"  {doing} for {watch.Elapsed.TotalSeconds:0} s, peak {PeakMegabytes:0} MB: {says}"));
                next += SayEvery;
            }

            await Task.Delay(LookEvery, cancellation);
        }
    }

    private async Task<(bool Reached, long Sum, string Says)> LookAsync(Func<Task<(bool Reached, long Sum, string Says)>> look)
    {
        try
        {
            return await look();
        }
        catch (HttpRequestException e) when (product.Exited.IsCompleted)
        {
            throw new InvalidOperationException($"ledger ended with {await product.Exited} while it was watched:{Environment.NewLine}{product.Tail}", e);
        }
    }
}
