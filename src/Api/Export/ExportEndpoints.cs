using System.Security.Cryptography;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Export;

/// <summary>Takes the record away as a file that checks out without the product.</summary>
public static class ExportEndpoints
{
    private const string NdJson = "application/x-ndjson";
    private const int BatchSize = 1000;

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/export", ExportAsync).WithName("ExportLedger").WithTags("Events").RequireAuthorization(Policies.Read)
            .WithSummary("The record as a file with its own check sum; that it was taken is recorded").Produces<Stream>(200, NdJson)
            .ReadsLog().DisableRequestTimeout();

    private static async Task<IResult> ExportAsync(
        Caller caller, string? from, string? to, LedgerDatabase database, LedgerRecords records, HttpContext context)
    {
        var parameters = new Parameters();
        var head = (await database.Log.HeadAsync(caller.Tenant, context.RequestAborted)).Position;
        var first = parameters.Position("from", from, 1);
        var last = parameters.Position("to", to, head);
        if (last > head)
        {
            parameters.Refuse("to", $"The log ends at {head}.");
        }

        if (first < 1 || first > Math.Max(last, 1))
        {
            parameters.Refuse("from", "A position from 1 to the last one is expected.");
        }

        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        ReadBarrier.Say(context, last);
        return Results.Stream(
            stream => WriteAsync(stream, caller, first, last, database, records, context.RequestAborted), NdJson, $"ledger-{caller.Tenant}-{first}-{last}.ndjson");
    }

    private static async Task WriteAsync(
        Stream stream, Caller caller, long first, long last, LedgerDatabase database, LedgerRecords records, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (taken, events) = (first - 1, 0L);
        async Task PutAsync(byte[] line)
        {
            await stream.WriteAsync(line, cancellation);
            hash.AppendData(line);
        }

        try
        {
            await PutAsync(ExportFile.First(caller.Tenant, first, last));
            while (taken < last)
            {
                var limit = (int)Math.Min(BatchSize, last - taken);
                foreach (var e in await database.Log.ReadLogAsync(caller.Tenant, taken, limit, null, cancellation))
                {
                    await PutAsync(ExportFile.Event(e));
                    (taken, events) = (e.Position, events + 1);
                }
            }
        }
        finally
        {
            // One that was broken off took something away, too: it is recorded with what was sent.
            var exported = new LedgerExported { Position = taken, Digest = Convert.ToHexStringLower(hash.GetCurrentHash()), By = caller.Actor };
            await records.AppendAsync(caller.Tenant, exported, Guid.NewGuid(), caller.Name, CancellationToken.None);
        }

        await stream.WriteAsync(ExportFile.Last(last, events, Convert.ToHexStringLower(hash.GetCurrentHash())), cancellation);
    }
}
