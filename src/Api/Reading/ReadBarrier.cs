using System.Globalization;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>What an endpoint reads from.</summary>
/// <param name="Projections">The names of the read models; none = the log itself.</param>
/// <param name="SaysPosition">Whether the endpoint itself says which position its answer reflects, so that nobody needs to ask before it.</param>
public sealed record ReadsFrom(IReadOnlyList<string> Projections, bool SaysPosition = false);

/// <summary>
/// Lets a client read its own writes: <c>?atLeast=</c> waits until the read model has that position, and every answer says in
/// <c>Ledger-Position</c> which position it reflects at least.
/// </summary>
public static class ReadBarrier
{
    /// <summary>The query parameter.</summary>
    public const string Parameter = "atLeast";

    /// <summary>The header.</summary>
    public const string Header = "Ledger-Position";

    /// <summary>Marks an endpoint as a read of one or more read models.</summary>
    public static RouteHandlerBuilder ReadsModel(this RouteHandlerBuilder endpoint, params string[] projections) =>
        endpoint.WithMetadata(new ReadsFrom(projections)).AddEndpointFilter(WaitAsync);

    /// <summary>Marks an endpoint as a read of read models that takes rows and position in one snapshot, and says the position itself.</summary>
    public static RouteHandlerBuilder ReadsModelAtOnce(this RouteHandlerBuilder endpoint, params string[] projections) =>
        endpoint.WithMetadata(new ReadsFrom(projections, SaysPosition: true)).AddEndpointFilter(WaitAsync);

    /// <summary>Marks an endpoint as a read of the log.</summary>
    public static RouteHandlerBuilder ReadsLog(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new ReadsFrom([])).AddEndpointFilter(WaitAsync);

    /// <summary>Says which position the answer reflects.</summary>
    public static void Say(HttpContext context, long position) =>
        context.Response.Headers[Header] = position.ToString(CultureInfo.InvariantCulture);

    private static async ValueTask<object?> WaitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var text = http.Request.Query[Parameter].ToString();
        long wanted = 0;
        if (text.Length > 0 && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out wanted) || wanted < 0))
        {
            return Problem.Field(Parameter, "A position is a whole number, 0 or more.");
        }

        if (wanted == 0 && http.GetEndpoint()?.Metadata.GetMetadata<ReadsFrom>() is { SaysPosition: true })
        {
            return await next(context);
        }

        var tenant = Caller.Of(http.User).Tenant;
        var reached = await ReachedAsync(http, tenant, wanted);
        if (reached < wanted)
        {
            return new Problem(ProblemKinds.PositionNotReached, $"Position {wanted} is not reached yet; this read stands at {reached}.")
            {
                Position = reached,
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        Say(http, reached);
        return await next(context);
    }

    private static async Task<long> ReachedAsync(HttpContext http, string tenant, long wanted)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ReadsFrom>() is not { Projections: { Count: > 0 } projections })
        {
            return await HeadAsync(http, tenant);
        }

        var least = long.MaxValue;
        foreach (var projection in projections)
        {
            least = Math.Min(least, await ModelAsync(http, tenant, projection, wanted));
        }

        return least;
    }

    private static async Task<long> HeadAsync(HttpContext http, string tenant) =>
        (await http.RequestServices.GetRequiredService<LedgerDatabase>().Log.HeadAsync(tenant, http.RequestAborted)).Position;

    private static async Task<long> ModelAsync(HttpContext http, string tenant, string projection, long wanted)
    {
        var models = http.RequestServices.GetRequiredService<ReadModels>();
        if (wanted > 0)
        {
            var longest = http.RequestServices.GetRequiredService<LedgerHostOptions>().LongestWait;
            await models.WaitForAsync(tenant, projection, wanted, longest, http.RequestAborted);
        }

        return await models.PositionAsync(tenant, projection, http.RequestAborted);
    }
}
