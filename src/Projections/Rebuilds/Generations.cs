using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>Makes, completes and drops generations, as the owner.</summary>
internal sealed class Generations(LedgerDatabase database)
{
    private static string Sql(string file) => SqlFile.Read($"Rebuilds/{file}.sql", "projections");

    /// <summary>
    /// Makes the first generation where there is none, and asks for a rebuild where a tenant is answered by a generation that this program would
    /// not make: its code or its tables changed.
    /// </summary>
    public Task<int> MigrateAsync(IProjection projection, DateTimeOffset now, CancellationToken cancellationToken) => OwnerWork.RunAsync(
        database.OwnerSource,
        async connection =>
        {
            var own = Fingerprint.Of(projection);
            var made = await MadeAsync(connection, projection.Name, cancellationToken);
            if (made.Count == 0)
            {
                var first = new Generation(projection.Name, 1);
                await OwnerWork.RunAsync(connection, first.Tables(projection), cancellationToken);
                await OwnerWork.RunAsync(connection, first.Readiness(projection), cancellationToken);
                await OwnerWork.RunAsync(connection, Sql("made"), cancellationToken, first.Projection, 1, own.Definitions, own.Version, "ready");
                await OwnerWork.RunAsync(connection, Sql("serves_by_default"), cancellationToken, first.Projection, 1);
                return 0;
            }

            // A tenant that is being rebuilt by this program already is left to it.
            var outdated = await OwnerWork.ReadAsync(
                connection, Sql("outdated"), static r => r.GetString(0), cancellationToken, projection.Name, own.Definitions, own.Version);
            if (outdated.Count == 0)
            {
                return 0;
            }

            var target = made.Where(m => m.State != "dropped" && m.Fingerprint == own).Select(static m => (int?)m.Number).Max()
                ?? await MakeAsync(connection, projection, made, cancellationToken);
            foreach (var tenant in outdated)
            {
                await OwnerWork.RunAsync(connection, Sql("request_outdated"), cancellationToken, tenant, projection.Name, target, now.ToUniversalTime());
            }

            return outdated.Count;
        },
        cancellationToken);

    /// <summary>Makes the bare tables of a new generation.</summary>
    public Task<int> MakeAsync(IProjection projection, CancellationToken cancellationToken) => OwnerWork.RunAsync(
        database.OwnerSource,
        async connection => await MakeAsync(connection, projection, await MadeAsync(connection, projection.Name, cancellationToken), cancellationToken),
        cancellationToken);

    /// <summary>Whether a generation has its indexes and policies.</summary>
    public async Task<bool> IsReadyAsync(string tenant, Generation generation, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        return await new TableSpace(transaction, "projections").Command("Rebuilds/is_ready.sql")
            .With(generation.Projection).With(generation.Number).ReadAsync(static r => r.GetString(0), cancellationToken) is ["ready"];
    }

    /// <summary>Gives a filled generation its indexes, policies and the planner's figures; new tenants begin with it when it is of the newest code.</summary>
    /// <param name="projection">The projection.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="gently">Whether the server builds its indexes on one core; else on as many as it has for such work.</param>
    /// <param name="cancellationToken">Stops, and nothing is changed.</param>
    public Task<int> CompleteAsync(IProjection projection, Generation generation, bool gently, CancellationToken cancellationToken) => OwnerWork.RunAsync(
        database.OwnerSource,
        async connection =>
        {
            if (gently)
            {
                await OwnerWork.RunAsync(connection, Sql("build_on_one_core"), cancellationToken);
            }

            await OwnerWork.RunAsync(connection, generation.Readiness(projection), cancellationToken);
            foreach (var table in projection.Tables)
            {
                await OwnerWork.RunAsync(connection, $"ANALYZE {generation.Schema}.{table}", cancellationToken);
            }

            await OwnerWork.RunAsync(connection, Sql("ready"), cancellationToken, generation.Projection, generation.Number);
            return generation.Number;
        },
        cancellationToken);

    /// <summary>Drops the generations that no tenant is answered by and none is being filled into.</summary>
    public Task<int> DropUnusedAsync(string projection, CancellationToken cancellationToken) => OwnerWork.RunAsync(
        database.OwnerSource,
        async connection =>
        {
            var unused = await OwnerWork.ReadAsync(connection, Sql("unused"), static r => r.GetInt32(0), cancellationToken, projection);
            foreach (var number in unused)
            {
                await OwnerWork.RunAsync(connection, $"DROP SCHEMA {new Generation(projection, number).Schema} CASCADE", cancellationToken);
                await OwnerWork.RunAsync(connection, Sql("dropped"), cancellationToken, projection, number);
            }

            return unused.Count;
        },
        cancellationToken);

    private static async Task<int> MakeAsync(NpgsqlConnection connection, IProjection projection, List<Made> made, CancellationToken cancellationToken)
    {
        var next = new Generation(projection.Name, made.Max(static m => m.Number) + 1);
        var own = Fingerprint.Of(projection);
        await OwnerWork.RunAsync(connection, next.Tables(projection), cancellationToken);
        await OwnerWork.RunAsync(connection, Sql("made"), cancellationToken, next.Projection, next.Number, own.Definitions, own.Version, "bare");
        return next.Number;
    }

    private static Task<List<Made>> MadeAsync(NpgsqlConnection connection, string projection, CancellationToken cancellationToken) => OwnerWork.ReadAsync(
        connection, Sql("all_made"), static r => new Made(r.GetInt32(0), new Fingerprint(r.GetString(1), r.GetInt32(2)), r.GetString(3)), cancellationToken, projection);

    private sealed record Made(int Number, Fingerprint Fingerprint, string State);
}
