using System.Diagnostics;
using System.Text.Json;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>One ledger with the three ways to its first page.</summary>
internal sealed class MeasuredLedger : IAsyncDisposable
{
    /// <summary>The first page over HTTP: sign-in, query, JSON.</summary>
    public const string Http = "GET /api/v1/alerts";

    /// <summary>The first page by the product's query class, in this process.</summary>
    public const string Query = "list query without HTTP";

    /// <summary>The limit.</summary>
    public const string Bare = "bare SQL";

    private const string Page = "/api/v1/alerts?limit=50";

    private readonly LedgerDatabase ledger;
    private readonly ProductProcess product;
    private readonly ProductClient client;
    private readonly AlertListQueries queries;
    private readonly BareSql bare;

    private MeasuredLedger(LedgerDatabase ledger, ProductProcess product, ProductClient client, BareSql bare)
    {
        (this.ledger, this.product, this.client, this.bare) = (ledger, product, client, bare);
        queries = new AlertListQueries(new ReadModels(ledger, TimeProvider.System, NullLoggerFactory.Instance));
    }

    /// <summary>The ways, in the order in which they take turns.</summary>
    public static IReadOnlyList<string> Ways { get; } = [Bare, Query, Http];

    /// <summary>Starts the product on a filled ledger, as a process of its own.</summary>
    public static async Task<MeasuredLedger> OpenAsync(BenchDatabase database, CancellationToken cancellation)
    {
        var served = ProductProcess.Serve(database, new Dictionary<string, string>(StringComparer.Ordinal));
        var asking = new ProductClient(await served.AddressAsync(cancellation), database.Token);
        return new MeasuredLedger(database.Open(), served, asking, await BareSql.OpenAsync(database, cancellation));
    }

    /// <summary>How long one way took, in milliseconds.</summary>
    public async Task<double> MeasureAsync(string way, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        _ = way switch
        {
            Http => (object)await client.GetAsync(Page, cancellation),
            Query => await queries.ListAsync(BenchDatabase.Tenant, new AlertListFilter(), cancellation),
            _ => await bare.ReadAsync(cancellation),
        };
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Whether the three ways give the same rows: else they could not be compared.</summary>
    public async Task<bool> AgreesAsync(CancellationToken cancellation)
    {
        var sql = (await bare.ReadAsync(cancellation)).Take(50).ToList();
        var query = (await queries.ListAsync(BenchDatabase.Tenant, new AlertListFilter(), cancellation)).Items.Select(static i => i.Id);
        using var http = JsonDocument.Parse(await client.GetAsync(Page, cancellation));
        var items = http.RootElement.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("id").GetGuid());
        return sql.Count == 50 && sql.SequenceEqual(query) && sql.SequenceEqual(items);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await bare.DisposeAsync();
        await product.DisposeAsync();
        await ledger.DisposeAsync();
    }
}
