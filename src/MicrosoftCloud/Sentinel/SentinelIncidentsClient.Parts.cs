namespace Dropzone.Ledger.MicrosoftCloud;

/// <content>What belongs to one incident: its alerts and its entities.</content>
public sealed partial class SentinelIncidentsClient
{
    /// <summary>The alerts of an incident: the whole answer, <c>{"value":[…]}</c>.</summary>
    public Task<CloudResult<RawRecord>> ReadAlertsAsync(string name, CancellationToken cancellation = default) => ReadPartAsync(name, "alerts", cancellation);

    /// <summary>The entities of an incident: the whole answer, <c>{"entities":[…],"metaData":[…]}</c>.</summary>
    public Task<CloudResult<RawRecord>> ReadEntitiesAsync(string name, CancellationToken cancellation = default) => ReadPartAsync(name, "entities", cancellation);

    /// <summary>Both are actions: a POST without a body.</summary>
    private async Task<CloudResult<RawRecord>> ReadPartAsync(string name, string part, CancellationToken cancellation)
    {
        if (Refusal() is { } absent)
        {
            return CloudResult.Failed<RawRecord>(absent);
        }

        if (Path() is not { } path || !PathSegments.TryEscape(name, out var segment))
        {
            return CloudResult.Failed<RawRecord>(BadWorkspace());
        }

        var request = Request($"{path}{Incidents}/{segment}/{part}?{Version}") with { JsonBody = ReadOnlyMemory<byte>.Empty };
        return (await channel.OneAsync(request, cancellation).ConfigureAwait(false)).Then(one => CloudResult.Ok(one.Record));
    }
}
