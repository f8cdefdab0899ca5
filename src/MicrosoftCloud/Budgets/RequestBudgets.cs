using System.Collections.Concurrent;
using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Who goes first when requests are scarce.</summary>
public enum RequestPriority
{
    /// <summary>Polls, tests and write-backs.</summary>
    Live,

    /// <summary>Backfills: they take what live work leaves, never the last half of a burst, and one request in ten where live work leaves nothing.</summary>
    Background,
}

/// <summary>
/// One request budget for each directory and API, shared by everything in the process that calls Microsoft: pollers, backfills, tests and
/// ticket sync. Requests are let through at the rate of <see cref="RequestLimits"/>, each at a moment of its own, so that nothing that
/// waited goes out in lockstep. An answer of 429 stops the API of that directory for everybody: as long as <c>Retry-After</c> says (at most
/// an hour), else for a pause that doubles from one second to a minute. Safe for concurrent use.
/// </summary>
public sealed class RequestBudgets(TimeProvider time, RequestLimits? limits = null)
{
    private readonly RequestLimits limits = limits ?? new();
    private readonly ConcurrentDictionary<(string Tenant, string Api), RequestBudget> budgets = new();

    /// <summary>The name of an API in a budget: <c>graph</c>, <c>log-analytics</c>, <c>resource-manager</c>.</summary>
    public static string NameOf(CloudService service) => JsonNamingPolicy.KebabCaseLower.ConvertName(service.ToString());

    /// <summary>Waits until a live request may be sent.</summary>
    /// <param name="tenant">The directory (tenant id or domain) that is asked.</param>
    /// <param name="api">The API, see <see cref="NameOf"/>.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public ValueTask AcquireAsync(string tenant, string api, CancellationToken cancellation) =>
        AcquireAsync(tenant, api, RequestPriority.Live, cancellation);

    /// <summary>Waits until a request of that priority may be sent.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public ValueTask AcquireAsync(string tenant, string api, RequestPriority priority, CancellationToken cancellation) =>
        BudgetOf(tenant, api).AcquireAsync(priority, cancellation);

    /// <summary>The API answered 429, or 503 with a <c>Retry-After</c>: nobody asks it for this directory until the pause is over.</summary>
    public void Throttled(string tenant, string api, TimeSpan? retryAfter) => BudgetOf(tenant, api).Throttled(retryAfter);

    /// <summary>The API answered otherwise: the next throttle begins with a short pause again.</summary>
    public void Answered(string tenant, string api) => BudgetOf(tenant, api).Answered();

    /// <summary>How long the API is stopped for this directory; zero when it is not.</summary>
    public TimeSpan PausedFor(string tenant, string api) => BudgetOf(tenant, api).PausedFor();

    private RequestBudget BudgetOf(string tenant, string api)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(api);
        return budgets.GetOrAdd((tenant.ToLowerInvariant(), api), key => new RequestBudget(limits.Of(key.Api), time));
    }
}
