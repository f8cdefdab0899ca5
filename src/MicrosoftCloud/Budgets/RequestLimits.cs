namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>The rate of one API for one directory.</summary>
/// <param name="PerMinute">Requests a minute, at least 1.</param>
/// <param name="AtOnce">Requests that may be sent at once after a rest, at least 1.</param>
public sealed record RequestLimit(int PerMinute, int AtOnce);

/// <summary>
/// The rates that this process keeps, below what Microsoft publishes: Graph security 150 a minute, Log Analytics 200 in 30 seconds, the
/// resource manager 25 reads and 10 writes a second on top of buckets of 250 and 200, a mailbox 10,000 in ten minutes. The resource manager is
/// used to 98 parts in a hundred: a write-back costs two reads and a write, and its bucket forgives a few that come too close together. An API without a line of its own keeps <see cref="Other"/>.
/// </summary>
public sealed record RequestLimits
{
    /// <summary>The writes of the resource manager, which it counts apart from reads.</summary>
    public const string ResourceManagerWrites = "resource-manager-writes";

    /// <summary>Of an API that is not named here.</summary>
    public static RequestLimit Other { get; } = new(100, 20);

    /// <summary>By the API's name; see <see cref="RequestBudgets.NameOf"/>.</summary>
    public IReadOnlyDictionary<string, RequestLimit> Apis { get; init; } = new Dictionary<string, RequestLimit>(StringComparer.Ordinal)
    {
        [RequestBudgets.NameOf(CloudService.Graph)] = new(120, 60),
        [RequestBudgets.NameOf(CloudService.LogAnalytics)] = new(300, 150),
        [RequestBudgets.NameOf(CloudService.ResourceManager)] = new(1470, 100),
        [ResourceManagerWrites] = new(588, 100),
        [RequestBudgets.NameOf(CloudService.Outlook)] = new(600, 60),
    };

    /// <summary>The limit of an API.</summary>
    public RequestLimit Of(string api) => Apis.GetValueOrDefault(api, Other);

    /// <summary>The same with every rate so many times as high; as many as before may be sent at once.</summary>
    /// <param name="times">More than 0: less than 1 for one of several processes that ask for the same directories.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public RequestLimits Scaled(double times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(times, 0);
        return this with
        {
            Apis = Apis.ToDictionary(
                a => a.Key, a => a.Value with { PerMinute = Math.Max(1, (int)Math.Min(int.MaxValue, a.Value.PerMinute * times)) }, StringComparer.Ordinal),
        };
    }

    /// <summary>The same with another rate for one API; half of it may be sent at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one request a minute.</exception>
    public RequestLimits With(string api, int perMinute)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perMinute, 1);
        return this with
        {
            Apis = new Dictionary<string, RequestLimit>(Apis, StringComparer.Ordinal) { [api] = new(perMinute, Math.Max(1, perMinute / 2)) },
        };
    }
}
