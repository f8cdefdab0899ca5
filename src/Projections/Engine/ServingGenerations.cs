using System.Collections.Concurrent;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>Which generation of each projection answers. Read once a process: nothing switches generations while processes run yet.</summary>
internal sealed class ServingGenerations(LedgerDatabase database)
{
    private readonly ConcurrentDictionary<string, Generation> known = new(StringComparer.Ordinal);

    /// <summary>The serving generation.</summary>
    /// <exception cref="InvalidOperationException">The read models were never migrated.</exception>
    public async ValueTask<Generation> OfAsync(string tenant, string projection, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(projection, out var generation))
        {
            return generation;
        }

        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        await using var command = new TableSpace(transaction, "projections").Command("Engine/serving.sql").With(projection);
        return await command.ExecuteScalarAsync(cancellationToken) is int number
            ? known.GetOrAdd(projection, new Generation(projection, number))
            : throw new InvalidOperationException($"No generation of '{projection}' serves: the read models were not migrated.");
    }
}
