using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>The tenants of the database.</summary>
public sealed class TenantRegistry
{
    private static readonly string CreateTenant = SqlText.Read("create_tenant.sql");
    private static readonly string ListTenants = SqlText.Read("list_tenants.sql");

    private readonly NpgsqlDataSource owner;
    private readonly NpgsqlDataSource app;

    internal TenantRegistry(NpgsqlDataSource owner, NpgsqlDataSource app)
    {
        this.owner = owner;
        this.app = app;
    }

    /// <summary>Makes a tenant under the owner's role: its partitions, its sequence and the head of its log. False when it exists.</summary>
    /// <exception cref="ArgumentException">The name cannot name a tenant.</exception>
    public async Task<bool> CreateAsync(string tenant, CancellationToken cancellationToken = default)
    {
        var suffix = TenantName.Suffix(tenant);
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await OwnerRole.EnterAsync(connection, transaction, cancellationToken);
        await using var command = new NpgsqlCommand(CreateTenant, connection, transaction);
        command.Parameters.Add(Parameter.Text(tenant));
        command.Parameters.Add(Parameter.Text(suffix));
        var created = (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return created;
    }

    /// <summary>Names of all tenants, in order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var command = app.CreateCommand(ListTenants);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tenants.Add(reader.GetString(0));
        }

        return tenants;
    }
}
