using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Graph v1.0 <c>security/runHuntingQuery</c>: at least 45 calls a minute, 100,000 rows, 30 days.</summary>
public sealed class HuntingClient
{
    private const string Grant = "the application permission ThreatHunting.Read.All";

    private readonly CloudChannel channel;
    private readonly EndpointSet endpoints;

    internal HuntingClient(CloudChannel channel, EndpointSet endpoints) => (this.channel, this.endpoints) = (channel, endpoints);

    /// <summary>Runs a query; each row is an object.</summary>
    /// <param name="kql">The query, sent as it is.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<CloudResult<IReadOnlyList<RawRecord>>> RunAsync(string kql, CancellationToken cancellation = default)
    {
        if (endpoints.Refuses(CloudSources.Hunting) is { } absent)
        {
            return CloudResult.Failed<IReadOnlyList<RawRecord>>(absent);
        }

        var request = new CloudRequest(channel.Address("/v1.0/security/runHuntingQuery"), Grant)
        {
            JsonBody = JsonSerializer.SerializeToUtf8Bytes(new { Query = kql }),
        };
        return (await channel.OneAsync(request, cancellation).ConfigureAwait(false)).Then(answer => Rows(answer.Record, answer.RequestId));
    }

    private CloudResult<IReadOnlyList<RawRecord>> Rows(RawRecord answer, string? requestId)
    {
        try
        {
            return JsonSlices.Member(answer.Utf8, "results") is { } results
                ? CloudResult.Ok<IReadOnlyList<RawRecord>>(JsonSlices.Elements(results).ConvertAll(row => new RawRecord(row)))
                : CloudResult.Failed<IReadOnlyList<RawRecord>>(channel.Error(CloudErrorKind.InvalidAnswer, "no results", requestId));
        }
        catch (JsonException)
        {
            return CloudResult.Failed<IReadOnlyList<RawRecord>>(channel.Error(CloudErrorKind.InvalidAnswer, "the results are no list", requestId));
        }
    }
}
