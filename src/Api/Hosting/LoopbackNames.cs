using System.Net;
using Dropzone.Ledger.Api.Problems;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>
/// Bound to loopback, the host answers only under loopback's own names. Otherwise a foreign page whose name was made to resolve to 127.0.0.1
/// (DNS rebinding) would count as the same origin.
/// </summary>
public sealed class LoopbackNames(RequestDelegate next, LedgerHostOptions options)
{
    private readonly bool guards = IPAddress.IsLoopback(options.Address) && options.TrustedProxies.Count == 0;

    /// <summary>Refuses other names with 421.</summary>
    public Task InvokeAsync(HttpContext context) =>
        !guards || IsLoopbackName(context.Request.Host.Host)
            ? next(context)
            : new Problem(ProblemKinds.WrongHost, "Use localhost, 127.0.0.1 or [::1].").ExecuteAsync(context);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
