using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// One filling of a projection's tables. Each has a schema, a checkpoint and a lease of its own, so that a new one can be filled while the
/// old one serves; a row of <c>projections.serving</c> says which one answers a tenant.
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

    /// <summary>What makes its bare tables, which only a fill writes to.</summary>
    public string Tables(IProjection projection) =>
        $"CREATE SCHEMA {Schema};\n{Statements([.. projection.Definitions, "Engine/grant.sql"])}\n{Autovacuum(enabled: false)}";

    /// <summary>What makes filled tables ready to be read: the readers' indexes, row-level security, and the functions that readers call.</summary>
    public string Readiness(IProjection projection) =>
        $"{Statements([.. projection.Indexes, "Engine/secure.sql", .. projection.Functions])}\n{Autovacuum(enabled: true)}";

    private string Statements(IEnumerable<string> files) => string.Join('\n', files.Select(file => SqlFile.Read(file, Schema)));

    private string Autovacuum(bool enabled) =>
        SqlFile.Read("Engine/autovacuum.sql", Schema).Replace("{enabled}", enabled ? "true" : "false", StringComparison.Ordinal);
}
