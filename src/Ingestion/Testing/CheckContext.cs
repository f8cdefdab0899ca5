using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a check may use.</summary>
/// <param name="Settings">What is tested.</param>
/// <param name="Connection">A connection with an empty token cache: a permission granted since shows only in a new token.</param>
/// <param name="Budgets">The request budgets of the process.</param>
/// <param name="Time">The clock.</param>
internal sealed record CheckContext(ConnectorSettings Settings, CloudConnection Connection, RequestBudgets Budgets, TimeProvider Time)
{
    /// <summary>A person waits for the answer: a source that asked for a longer pause is reported, not waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Calls an API within its budget.</summary>
    public async Task<CloudResult<T>> AskAsync<T>(
        CloudService service, Func<CancellationToken, Task<CloudResult<T>>> call, CancellationToken cancellation)
    {
        if (PauseOf(service) is { } paused)
        {
            return new CloudResult<T>.Failed(paused);
        }

        await Budgets.AcquireAsync(Settings.Credentials.TenantId, RequestBudgets.NameOf(service), cancellation).ConfigureAwait(false);
        return await call(cancellation).ConfigureAwait(false);
    }

    /// <summary>What to report instead of waiting, when the API asked for a longer pause; null when it may be called.</summary>
    public CloudError? PauseOf(CloudService service) =>
        Budgets.PausedFor(Settings.Credentials.TenantId, RequestBudgets.NameOf(service)) is var pause && pause > Patience
            ? new CloudError(CloudErrorKind.Throttled, service)
            {
                Detail = $"the API asked for a pause of {Math.Ceiling(pause.TotalSeconds)} more seconds; test again then",
                RetryAfter = pause,
            }
            : null;
}
