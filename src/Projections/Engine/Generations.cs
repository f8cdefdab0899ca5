using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// The generations of a projection. Each has a schema and a checkpoint of its own, so that a new one can be filled while the old one serves;
/// a row of <c>projections.generations</c> says which one answers.
/// </summary>
internal static class Generations
{
    /// <summary>The schema of one generation.</summary>
    public static string Schema(string projection, int generation) => $"{projection}_g{generation}";

    /// <summary>The checkpoint of one generation, named as Marten names the versions of a projection.</summary>
    public static string Checkpoint(string projection, int generation, string tenant) =>
        CheckpointName.Of(generation == 1 ? projection : $"{projection}:V{generation}", tenant);

    /// <summary>What makes a generation's tables, once, by the owner.</summary>
    public static IReadOnlyList<MigrationScript> Scripts(IProjection projection)
    {
        var schema = Schema(projection.Name, projection.Generation);
        var parts = projection.Definitions.Append("Engine/secure.sql").Select(file => SqlFile.Read(file, schema))
            .Prepend($"CREATE SCHEMA {schema};")
            .Append(SqlFile.Read("Engine/serve.sql", schema)
                .Replace("{projection}", projection.Name, StringComparison.Ordinal)
                .Replace("{generation}", $"{projection.Generation}", StringComparison.Ordinal));
        return [new MigrationScript(1, schema, string.Join('\n', parts))];
    }
}
