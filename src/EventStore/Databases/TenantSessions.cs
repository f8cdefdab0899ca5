using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// The one place that sets <c>ledger.tenant</c>, always for one transaction only: a connection that goes back to the pool carries no tenant.
/// </summary>
/// <param name="app">The sessions of transactions and of statements that are parsed each time.</param>
/// <param name="prepared">
/// The sessions of statements that are kept prepared. A pool hands out the session that has rested longest, so that among all of a process's sessions
/// each would come to each statement cold; these are as few as run at once.
/// </param>
internal sealed class TenantSessions(NpgsqlDataSource app, NpgsqlDataSource prepared)
{
    private static readonly string SetTenant = SqlText.Read("set_tenant.sql");

    /// <summary>Runs one statement for a tenant in one round trip, which is one transaction, and reads its rows.</summary>
    public async Task<T> QueryAsync<T>(
        string tenant,
        string sql,
        IReadOnlyList<NpgsqlParameter> parameters,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        await using var batch = app.CreateBatch();
        batch.BatchCommands.Add(ForTenant(tenant));
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
    public async Task<T> QueryPreparedAsync<T>(
        string tenant, NpgsqlBatchCommand statement, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await prepared.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { ForTenant(tenant), statement } };
        await batch.PrepareAsync(cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await read(reader, cancellationToken);
    }

    /// <summary>Begins a transaction for a tenant.</summary>
    public async Task<TenantTransaction> BeginAsync(string tenant, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        var connection = await app.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(ForTenant(tenant));
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
        var connection = await app.OpenConnectionAsync(cancellationToken);
        try
        {
            // What begins the transaction goes with the first statement too.
            var begun = new TenantTransaction(connection, await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken), tenant);
            begun.DeferEntry(ForTenant(tenant));
            return begun;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlBatchCommand ForTenant(string tenant) =>
        new(SetTenant) { Parameters = { new NpgsqlParameter { Value = tenant, NpgsqlDbType = NpgsqlDbType.Text } } };
}
