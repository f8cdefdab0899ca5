using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Dropzone.Ledger.Api.Problems;

/// <summary>Turns what endpoints did not answer themselves (unknown paths, exceptions, timeouts) into problem details.</summary>
public sealed class ProblemResponses(ILogger<ProblemResponses> log) : IExceptionHandler
{
    /// <summary>How long a request may take unless its endpoint says otherwise.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Of(exception);
        if (problem.Kind.Status >= 500)
        {
            log.LogError(exception, "Request {Trace} {Method} failed", Problem.TraceOf(httpContext), httpContext.Request.Method);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Answers a bare status.</summary>
    public static Task WriteStatusAsync(HttpContext context)
    {
        var kind = ProblemKinds.OfStatus(context.Response.StatusCode);
        return new Problem(kind, kind.Title).ExecuteAsync(context);
    }

    private static Problem Of(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: 413 } => new Problem(ProblemKinds.TooLarge, "The body is larger than this endpoint takes."),
        BadHttpRequestException bad => new Problem(ProblemKinds.OfStatus(bad.StatusCode), "A parameter, header or the body cannot be read."),
        PostgresException { SqlState: "53300" or "57P01" or "57P02" or "57P03" } => Unreachable(),
        // A generation whose tables another version of the program made, or that was taken away between a question and its answer.
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName } =>
            new Problem(ProblemKinds.Starting, "The read model is being rebuilt for this version of the program; GET /api/v1/projections says how far it is.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            },
        PostgresException => Defect(),
        NpgsqlException => Unreachable(),
        _ => Defect(),
    };

    private static Problem Unreachable() =>
        new(ProblemKinds.DatabaseUnreachable, "The database does not answer; nothing is known to have been written. Try again.")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    private static Problem Defect() =>
        new(ProblemKinds.Internal, "The server's log names the cause under this trace id.");
}
