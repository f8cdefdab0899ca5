using Dropzone.Ledger.Api.Problems;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>Until the tables stand, the API says that it is starting instead of failing.</summary>
public sealed class StartingGate(RequestDelegate next, Readiness readiness)
{
    /// <summary>Answers 503 with a Retry-After until the database is migrated.</summary>
    public Task InvokeAsync(HttpContext context) =>
        readiness.IsMigrated || !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            ? next(context)
            : new Problem(ProblemKinds.Starting, readiness.Says) { RetryAfter = TimeSpan.FromSeconds(1) }.ExecuteAsync(context);
}
