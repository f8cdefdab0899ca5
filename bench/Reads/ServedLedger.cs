using System.Text.Json;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>A filled ledger, the product that serves it as a process of its own, and the reads that are measured.</summary>
internal sealed class ServedLedger : IAsyncDisposable
{
    private const string List = "/api/v1/alerts?limit=50";
    private const string Word = "host-0042";
    private const string SearchPath = $"{List}&q={Word}";
    private const string DashboardPath = $"/api/v1/connectors/{BelievableAlerts.Connector}/dashboard";
    private const int DeepPage = 100;

    private readonly BenchDatabase database;
    private readonly ProductProcess product;
    private readonly LeanConnection client;
    private string? deepPath;

    private ServedLedger(BenchDatabase database, ProductProcess product, LeanConnection client) =>
        (this.database, this.product, this.client) = (database, product, client);

    /// <summary>The cursor of the hundredth page.</summary>
    public AlertCursor DeepCursor { get; private set; } = new(AlertSort.IngestedDescending, 0, 0);

    /// <summary>Starts the product and walks to the hundredth page.</summary>
    public static async Task<ServedLedger> OpenAsync(BenchDatabase database, CancellationToken cancellation)
    {
        var process = ProductProcess.Serve(database, new Dictionary<string, string>(StringComparer.Ordinal));
        var served = new ServedLedger(database, process, new LeanConnection(await process.AddressAsync(cancellation), database.Token));
        var path = List;
        for (var page = 1; page < DeepPage; page++)
        {
            using var answer = JsonDocument.Parse(served.client.Get(path));
            var cursor = answer.RootElement.GetProperty("nextCursor").GetString();
            served.DeepCursor = AlertCursor.TryParse(cursor, out var next) ? next : throw new InvalidOperationException($"The list ends at page {page}.");
            path = $"{List}&cursor={cursor}";
        }

        return served;
    }

    /// <summary>The first page.</summary>
    public Task FirstAsync(CancellationToken cancellation) => Ask(List, cancellation);

    /// <summary>The hundredth page by cursor.</summary>
    public Task DeepAsync(CancellationToken cancellation) => Ask(deepPath ??= $"{List}&cursor={DeepCursor}", cancellation);

    /// <summary>A search by a word that one alert in some thousands has.</summary>
    public Task SearchAsync(CancellationToken cancellation) => Ask(SearchPath, cancellation);

    /// <summary>One connector's dashboard.</summary>
    public Task DashboardAsync(CancellationToken cancellation) => Ask(DashboardPath, cancellation);

    /// <summary>The same rows as the first page by nothing but SQL.</summary>
    /// <param name="tenantEachTime">See <see cref="BareSql"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<BareSql> BareFirstAsync(bool tenantEachTime, CancellationToken cancellation) =>
        BareSql.OpenAsync(database, "list_first.sql", tenantEachTime, [], cancellation);

    /// <summary>The same rows as the hundredth page.</summary>
    public Task<BareSql> BareDeepAsync(CancellationToken cancellation) => BareSql.OpenAsync(database, "list_page.sql", false, [DeepCursor.Key], cancellation);

    /// <summary>The same rows as the dashboard.</summary>
    public Task<BareSql> BareDashboardAsync(CancellationToken cancellation) =>
        BareSql.OpenAsync(database, "dashboard.sql", false, [BelievableAlerts.Connector], cancellation);

    /// <summary>The same rows as the search.</summary>
    public Task<BareSql> BareSearchAsync(CancellationToken cancellation) =>
        BareSql.OpenAsync(database, "search.sql", false, [$"%{Word}%"], cancellation, "ledger_owner");

    /// <summary>Refuses to compare what is not the same: the ids of first page, hundredth page and search must be those of bare SQL.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public async Task AgreeAsync(BareSql first, BareSql deep, BareSql search, CancellationToken cancellation)
    {
        foreach (var (path, bare) in ((string, BareSql)[])[(List, first), ($"{List}&cursor={DeepCursor}", deep), ($"{List}&q={Word}", search)])
        {
            using var answer = JsonDocument.Parse(client.Get(path));
            var ids = answer.RootElement.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("id").GetGuid()).ToList();
            if (ids.Count == 0 || !ids.SequenceEqual((await bare.ReadAsync(cancellation)).Take(50).Cast<Guid>()))
            {
                throw new InvalidOperationException($"'{path}' is not what bare SQL gives.");
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await product.DisposeAsync();
    }

    private Task Ask(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        client.Get(path);
        return Task.CompletedTask;
    }
}
