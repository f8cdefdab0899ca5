using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// One generation of a projection's tables, open in a transaction of one tenant. The schema is a place and no more: the same statements fill
/// the serving generation, a new one, or temporary tables that verification compares with.
/// </summary>
/// <param name="Transaction">The transaction; sees one tenant.</param>
/// <param name="Schema">The schema that holds the tables.</param>
/// <param name="IsBare">
/// Whether the tables are filled for the first time, without policies and readers' indexes: then rows that no table has yet are copied in, which
/// row-level security would not allow.
/// </param>
/// <param name="Defers">Whether statements whose answer nobody waits for go with the next one that is waited for: see <see cref="TenantTransaction.Defer"/>.</param>
internal sealed record TableSpace(TenantTransaction Transaction, string Schema, bool IsBare = false, bool Defers = false)
{
    /// <summary>Where temporary tables lie.</summary>
    public const string Temporary = "pg_temp";

    /// <summary>The tenant.</summary>
    public string Tenant => Transaction.Tenant;

    /// <summary>A statement of an embedded file whose first parameter is the tenant.</summary>
    public Statement Command(string file) => Command(file, static sql => sql);

    /// <summary>As <see cref="Command(string)"/>, with names of the file's other places filled in.</summary>
    public Statement Command(string file, Func<string, string> fill) => new Statement(this, fill(SqlFile.Read(file, Schema))).With(Tenant);

    /// <summary>Makes the tables of a projection here.</summary>
    public async Task CreateAsync(IProjection projection, CancellationToken cancellationToken)
    {
        foreach (var file in projection.Definitions)
        {
            await using var command = new NpgsqlCommand(SqlFile.Read(file, Schema), Transaction.Connection, Transaction.Transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
