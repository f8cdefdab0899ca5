using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// One filling of a projection's tables. Each has a schema, a checkpoint and a lease of its own, so that a new one can be filled while the
/// old one serves; a row of <c>projections.generations</c> says which one answers.
/// </summary>
/// <param name="Projection">The projection.</param>
/// <param name="Number">1, 2, 3 …</param>
internal sealed record Generation(string Projection, int Number)
{
    /// <summary>The schema of its tables.</summary>
    public string Schema => $"{Projection}_g{Number}";

    /// <summary>Its checkpoint, named as Marten names the versions of a projection.</summary>
    public string Checkpoint(string tenant) => CheckpointName.Of(Number == 1 ? Projection : $"{Projection}:V{Number}", tenant);

    /// <summary>The lease that makes one owner of it for a tenant.</summary>
    public string Lease(string tenant) => $"projection/{Schema}/{tenant}";

    /// <summary>What makes its tables, once, by the owner. It serves when no other generation does.</summary>
    public IReadOnlyList<MigrationScript> Scripts(IProjection projection)
    {
        var parts = projection.Definitions.Append("Engine/secure.sql").Select(file => SqlFile.Read(file, Schema))
            .Prepend($"CREATE SCHEMA {Schema};")
            .Append(SqlFile.Read("Engine/serve.sql", Schema)
                .Replace("{projection}", Projection, StringComparison.Ordinal)
                .Replace("{generation}", $"{Number}", StringComparison.Ordinal));
        return [new MigrationScript(1, Schema, string.Join('\n', parts))];
    }
}
