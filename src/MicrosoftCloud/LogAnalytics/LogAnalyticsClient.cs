using System.Globalization;
using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>The Log Analytics query API. Only a whole answer is an answer: a partial one is a failure that names its causes.</summary>
public sealed class LogAnalyticsClient
{
    private const string Grant = "the role Log Analytics Reader or Microsoft Sentinel Reader";

    private readonly CloudChannel channel;
    private readonly EndpointSet endpoints;
    private readonly CloudConnectionOptions options;

    internal LogAnalyticsClient(CloudChannel channel, EndpointSet endpoints, CloudConnectionOptions options) =>
        (this.channel, this.endpoints, this.options) = (channel, endpoints, options);

    /// <summary>Runs a query.</summary>
    /// <param name="workspaceId">The workspace's customer id (a GUID), not its resource id.</param>
    /// <param name="kql">The query text, sent as it is.</param>
    /// <param name="timespan">ISO 8601 duration or start/end; none = all data.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<CloudResult<LogAnswer>> QueryAsync(
        string workspaceId, string kql, string? timespan = null, CancellationToken cancellation = default)
    {
        if (endpoints.Refuses(CloudSources.LogAnalytics) is { } absent)
        {
            return CloudResult.Failed<LogAnswer>(absent);
        }

        if (!Guid.TryParseExact(workspaceId, "D", out var workspace))
        {
            return CloudResult.Failed<LogAnswer>(channel.Error(CloudErrorKind.SettingsInvalid, "workspaceId: must be the workspace's GUID"));
        }

        var wait = ((int)options.QueryTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var request = new CloudRequest(channel.Address($"/v1/workspaces/{workspace:D}/query"), Grant)
        {
            Prefer = "wait=" + wait,
            JsonBody = Body(kql, timespan),
            NetworkTimeout = options.QueryTimeout + TimeSpan.FromSeconds(20),
        };
        var sent = await channel.SendAsync(request, cancellation).ConfigureAwait(false);
        return sent.Then(Read);
    }

    private CloudResult<LogAnswer> Read(CloudAnswer answer)
    {
        if (answer.Status == 204)
        {
            return CloudResult.Ok(new LogAnswer([], answer.RequestId));
        }

        if (LogTables.Read(answer.Body, out var said) is { } tables && said is null)
        {
            return CloudResult.Ok(new LogAnswer(tables, answer.RequestId));
        }

        var error = said is { } why
            ? Partial(channel.ReadError(why))
            : channel.Error(CloudErrorKind.InvalidAnswer, answer.Body.IsEmpty ? "the answer is empty" : "no tables");
        return CloudResult.Failed<LogAnswer>(error with { HttpStatus = answer.Status, RequestId = answer.RequestId });
    }

    private CloudError Partial(ApiErrorBody said) =>
        channel.Error(CloudErrorKind.Partial, said.Message) with { ApiCode = said.Code, Causes = said.Causes };

    private static ReadOnlyMemory<byte> Body(string kql, string? timespan) => timespan is null
        ? JsonSerializer.SerializeToUtf8Bytes(new { query = kql })
        : JsonSerializer.SerializeToUtf8Bytes(new { query = kql, timespan });
}
