using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>Brings the database to what this build needs: the log, the host's own tables, the read models.</summary>
public sealed class LedgerMigrations(LedgerDatabase database, ReadModels readModels)
{
    /// <summary>The component's name in the migration table.</summary>
    public const string Component = "api";

    /// <summary>Forward only; several processes may do it at once.</summary>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        await database.MigrateAsync(cancellation);
        var scripts = MigrationScript.FromResources(typeof(LedgerMigrations).Assembly, "Migrations.");
        await new SchemaMigrator().ApplyAsync(database.OwnerSource, Component, scripts, cancellation);
        await readModels.MigrateAsync(cancellation);
    }
}
