using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Applies numbered scripts, forward only, as <c>ledger_owner</c>.</summary>
public sealed class SchemaMigrator
{
    public Task ApplyAsync(NpgsqlDataSource owner, string component, IReadOnlyList<MigrationScript> scripts, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
