using System.Security.Authentication;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// The pipeline's retries (exponential with jitter, <c>Retry-After</c> honoured), with four differences: a server that asks for a long
/// pause is reported instead of slept for, a server that is not trusted is not asked again, a query that ran out of its time (504) is not
/// run again as it is, and a write is never repeated blindly: its caller reads what became of it.
/// </summary>
internal sealed class PatientRetries(CloudConnectionOptions options, TimeProvider clock)
    : RetryPolicy(options.Retries, DelayStrategy.CreateExponentialDelayStrategy(options.FirstDelay, options.LongestDelay))
{
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        IsWorthIt(message, exception) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsWorthIt(message, exception) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

    private bool IsWorthIt(HttpMessage message, Exception? exception)
    {
        if (message.Request.Method == RequestMethod.Put)
        {
            return false;
        }

        if (exception is not null)
        {
            return !ExceptionErrors.Causes(exception).Any(e => e is AuthenticationException);
        }

        if (message is { HasResponse: true, Response.Status: 504 } && message.Request.Method == RequestMethod.Post)
        {
            return false;
        }

        var asked = message.HasResponse && message.Response.Headers.TryGetValue("Retry-After", out var value)
            ? RetryAfter.Read(value, clock.GetUtcNow())
            : null;
        return asked is null || asked <= options.LongestServerDelay;
    }
}
