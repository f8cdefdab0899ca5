using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// The one place that sets <c>ledger.tenant</c>, always for one transaction only: a connection that goes back to the pool carries no tenant.
/// </summary>
internal sealed class TenantSessions(NpgsqlDataSource app) : IAsyncDisposable
{
    private static readonly string SetTenant = SqlText.Read("set_tenant.sql");
    private static readonly string SetTenantPrepared = SqlText.Read("set_tenant_prepared.sql");

    private readonly WarmSessions warm = new(app);

    /// <summary>Runs one statement for a tenant in one round trip, which is one transaction, and reads its rows.</summary>
    public async Task<T> QueryAsync<T>(
        string tenant,
        string sql,
        IReadOnlyList<NpgsqlParameter> parameters,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        await using var batch = app.CreateBatch();
        batch.BatchCommands.Add(ForTenant(tenant, SetTenant));
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await read(reader, cancellationToken);
    }

    /// <summary>
    /// As the other form, with a statement that the session keeps prepared: for statements of few shapes that are run very often, whose plan does
    /// not depend on their values.
    /// </summary>
    public Task<T> QueryPreparedAsync<T>(
        string tenant, NpgsqlBatchCommand statement, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        QueryPreparedAsync(tenant, [statement], read, cancellationToken);

    /// <summary>As the other form, with several statements: all hold or none. The reader stands at the result of the first.</summary>
    public Task<T> QueryPreparedAsync<T>(
        string tenant, IEnumerable<NpgsqlBatchCommand> statements, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        warm.UseAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { ForTenant(tenant, SetTenantPrepared) } };
                foreach (var statement in statements)
                {
                    batch.BatchCommands.Add(statement);
                }

                await batch.PrepareAsync(cancellationToken);
                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                await reader.NextResultAsync(cancellationToken);
                return await read(reader, cancellationToken);
            },
            cancellationToken);

    /// <summary>Begins a transaction for a tenant.</summary>
    public async Task<TenantTransaction> BeginAsync(string tenant, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        var connection = await app.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(ForTenant(tenant, SetTenant));
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return new TenantTransaction(connection, transaction, tenant);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>As the other form, and the tenant is entered with the first statement: for whoever runs all statements through the transaction.</summary>
    public async Task<TenantTransaction> BeginDeferredAsync(string tenant, CancellationToken cancellationToken)
    {
        var connection = await warm.TakeAsync(cancellationToken);
        try
        {
            // What begins the transaction goes with the first statement too.
            var begun = new TenantTransaction(connection, await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken), tenant, warm);
            begun.DeferEntry(ForTenant(tenant, SetTenant));
            return begun;
        }
        catch
        {
            await warm.RestAsync(connection);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => warm.DisposeAsync();

    private static NpgsqlBatchCommand ForTenant(string tenant, string sql) =>
        new(sql) { Parameters = { new NpgsqlParameter { Value = tenant, NpgsqlDbType = NpgsqlDbType.Text } } };
}
