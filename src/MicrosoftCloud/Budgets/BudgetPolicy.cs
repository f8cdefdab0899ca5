using Azure.Core;
using Azure.Core.Pipeline;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// Ties a pipeline to its budget: a throttled answer stops the API for everybody who shares it, and the pipeline's own repeats are paid for
/// like any other request. The first try was paid for by the caller.
/// </summary>
internal sealed class BudgetPolicy(RequestBudgets budgets, string tenant, CloudService service, TimeProvider clock) : HttpPipelinePolicy
{
    private readonly string api = RequestBudgets.NameOf(service);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.ProcessingContext.RetryNumber > 0)
        {
            await budgets.AcquireAsync(tenant, api, message.CancellationToken).ConfigureAwait(false);
        }

        await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        Hear(message.Response);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The APIs are called asynchronously only.");

    private void Hear(Azure.Response answer)
    {
        var asked = answer.Headers.TryGetValue("Retry-After", out var value) ? RetryAfter.Read(value, clock.GetUtcNow()) : null;
        if (answer.Status == 429 || (answer.Status == 503 && asked is not null))
        {
            budgets.Throttled(tenant, api, asked);
        }
        else
        {
            budgets.Answered(tenant, api);
        }
    }
}
