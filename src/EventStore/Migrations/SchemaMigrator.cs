using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// Applies numbered scripts, forward only, as <c>ledger_owner</c>. All of a component's new scripts and the record of them are one
/// transaction under one advisory lock, so that processes which start together wait for each other and a failure leaves nothing behind.
/// </summary>
public sealed class SchemaMigrator
{
    private readonly string bootstrap = SqlText.Read("bootstrap.sql");
    private readonly string takeLock = SqlText.Read("lock.sql");
    private static readonly string Applied = SqlText.Read("applied.sql");
    private static readonly string Record = SqlText.Read("record.sql");

    /// <summary>Applies those scripts of a component that the database does not have.</summary>
    /// <param name="owner">Sessions of a login that may become <c>ledger_owner</c>, or may make that role.</param>
    /// <param name="component">Whose scripts they are; each component counts from 1.</param>
    /// <param name="scripts">All scripts of the component, numbered 1..n.</param>
    /// <param name="cancellationToken">Stops waiting; nothing is applied then.</param>
    /// <exception cref="SchemaMismatchException">The database is newer than the scripts, or an applied script was changed since.</exception>
    public async Task ApplyAsync(
        NpgsqlDataSource owner, string component, IReadOnlyList<MigrationScript> scripts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(scripts);
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, takeLock, cancellationToken);
        await RunAsync(connection, bootstrap, cancellationToken);
        var applied = await AppliedAsync(connection, component, cancellationToken);
        Check(component, scripts, applied);
        foreach (var script in scripts.Skip(applied.Count))
        {
            await RunAsync(connection, script.Sql, cancellationToken);
            await RecordAsync(connection, component, script, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static void Check(string component, IReadOnlyList<MigrationScript> scripts, List<AppliedScript> applied)
    {
        if (applied.Count > scripts.Count)
        {
            throw new SchemaMismatchException(
                $"The schema '{component}' of the database is at version {applied.Count}, but this program knows only version {scripts.Count}. " +
                "Run the newer program.");
        }

        foreach (var (script, known) in scripts.Zip(applied))
        {
            if (known.Version != script.Version || !string.Equals(known.Checksum, script.Checksum, StringComparison.Ordinal))
            {
                throw new SchemaMismatchException(
                    $"Script {script.Version} ('{script.Name}') of '{component}' is not the one that the database was made with ('{known.Name}').");
            }
        }
    }

    private static async Task<List<AppliedScript>> AppliedAsync(
        NpgsqlConnection connection, string component, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Applied, connection);
        command.Parameters.Add(Parameter.Text(component));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new List<AppliedScript>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(new AppliedScript(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        }

        return applied;
    }

    private static async Task RecordAsync(
        NpgsqlConnection connection, string component, MigrationScript script, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Record, connection);
        command.Parameters.Add(Parameter.Text(component));
        command.Parameters.Add(Parameter.Of(script.Version, NpgsqlDbType.Integer));
        command.Parameters.Add(Parameter.Text(script.Name));
        command.Parameters.Add(Parameter.Text(script.Checksum));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record AppliedScript(int Version, string Name, string Checksum);
}
