using System.Collections.Concurrent;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// Which generation of each projection answers a tenant. A process asks the database again after a second, so that it follows a switch that another
/// process made; the former generation stands for longer than that.
/// </summary>
internal sealed class ServingGenerations(LedgerDatabase database, TimeProvider time)
{
    /// <summary>How long an answer is believed.</summary>
    internal static readonly TimeSpan Believed = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Tenant, string Projection), (Generation Generation, long Asked)> known = new();

    /// <summary>The serving generation.</summary>
    /// <exception cref="InvalidOperationException">The read models were never migrated.</exception>
    public async ValueTask<Generation> OfAsync(string tenant, string projection, CancellationToken cancellationToken)
    {
        if (known.TryGetValue((tenant, projection), out var answer) && time.GetElapsedTime(answer.Asked) < Believed)
        {
            return answer.Generation;
        }

        var asked = time.GetTimestamp();
        var statement = new NpgsqlBatchCommand(SqlFile.Read("Engine/serving.sql", "projections"))
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<string> { TypedValue = projection } },
        };
        if (await database.QueryAsync(tenant, statement, prepared: true, NumberAsync, cancellationToken) is not { } number)
        {
            throw new InvalidOperationException($"No generation of '{projection}' serves: the read models were not migrated.");
        }

        var generation = new Generation(projection, number);
        known[(tenant, projection)] = (generation, asked);
        return generation;
    }

    private static async Task<int?> NumberAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) ? reader.MaybeValue<int>(0) : null;

    /// <summary>Asks the database again at the next question.</summary>
    public void Forget(string tenant, string projection) => known.TryRemove((tenant, projection), out _);
}
