using System.Data;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>The ledger's database: the one object that a host makes. Safe for concurrent use.</summary>
public sealed class LedgerDatabase : IAsyncDisposable
{
    private readonly LedgerConnections connections;
    private readonly TimeProvider time;
    private readonly TenantSessions sessions;
    private readonly NpgsqlDataSource foldSource;
    private readonly TenantSessions folds;
    private readonly HeadSignals signals = new();
    private readonly ILoggerFactory loggers;

    /// <summary>Opens nothing yet; the first statement does.</summary>
    public LedgerDatabase(LedgerConnections connections, TimeProvider time, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(connections);
        this.connections = connections;
        this.time = time;
        this.loggers = loggers ?? NullLoggerFactory.Instance;
        OwnerSource = NpgsqlDataSource.Create(connections.Owner);
        AppSource = NpgsqlDataSource.Create(connections.AppSessions());
        sessions = new TenantSessions(AppSource);
        foldSource = NpgsqlDataSource.Create(connections.FoldSessions());
        folds = new TenantSessions(foldSource);
        Log = new EventLog(sessions, signals, time);
        Vault = new Vault(sessions);
        Cursors = new Cursors(sessions);
        Checkpoints = new Checkpoints(sessions);
        Tenants = new TenantRegistry(OwnerSource, AppSource);
    }

    /// <summary>Append, read and follow events.</summary>
    public EventLog Log { get; }

    /// <summary>Payload and entity documents.</summary>
    public Vault Vault { get; }

    /// <summary>Resume states of pollers.</summary>
    public Cursors Cursors { get; }

    /// <summary>Positions of projections.</summary>
    public Checkpoints Checkpoints { get; }

    /// <summary>The tenants.</summary>
    public TenantRegistry Tenants { get; }

    /// <summary>Sessions of the owner's login, before it enters a role: for migrations only.</summary>
    public NpgsqlDataSource OwnerSource { get; }

    /// <summary>Sessions of the app's role with no tenant set: rows under row-level security are invisible to them.</summary>
    public NpgsqlDataSource AppSource { get; }

    /// <summary>
    /// Brings the schema up to date, makes the given logins members of their roles, and makes the default tenant.
    /// Several processes may call it at once.
    /// </summary>
    /// <exception cref="SchemaMismatchException">The database is newer than this program, or an applied script was changed.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        var scripts = MigrationScript.FromResources(Assembly.GetExecutingAssembly(), "Migrations/");
        await new SchemaMigrator().ApplyAsync(OwnerSource, "eventstore", scripts, cancellationToken);
        await RoleMembership.GrantAsync(OwnerSource, connections, cancellationToken);
        await Tenants.CreateAsync(TenantName.Default, cancellationToken);
    }

    /// <summary>Begins a transaction of the app role that sees one tenant; READ COMMITTED unless another level is asked for.</summary>
    public Task<TenantTransaction> BeginAsync(
        string tenant, IsolationLevel? isolation = null, CancellationToken cancellationToken = default) =>
        sessions.BeginAsync(tenant, isolation ?? IsolationLevel.ReadCommitted, cancellationToken);

    /// <summary>
    /// As <see cref="BeginAsync"/>, for rows that are folded from the log and written with their checkpoint: its commit does not wait for the disk,
    /// since what a crash of the machine takes is folded again. Its statements find rows by key and are prepared once a session;
    /// the tenant is entered with the first of them.
    /// </summary>
    public Task<TenantTransaction> BeginFoldAsync(string tenant, CancellationToken cancellationToken = default) =>
        folds.BeginDeferredAsync(tenant, cancellationToken);

    /// <summary>
    /// Runs one statement for a tenant and reads its rows: one round trip, one transaction, one snapshot.
    /// </summary>
    /// <param name="tenant">The tenant whose rows it sees.</param>
    /// <param name="statement">The statement; its positional parameters are typed by their values, none of which may be null when prepared.</param>
    /// <param name="prepared">Keeps it prepared in each session: for statements of few shapes that are run very often.</param>
    /// <param name="read">Reads the rows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<T> QueryAsync<T>(
        string tenant,
        NpgsqlBatchCommand statement,
        bool prepared,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return prepared
            ? sessions.QueryPreparedAsync(tenant, statement, read, cancellationToken)
            : sessions.QueryAsync(tenant, statement.CommandText, [.. statement.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())], read, cancellationToken);
    }

    /// <summary>Opens the session that holds this process's leases; after <see cref="LeaseSession.Lost"/> a new one is needed.</summary>
    public Task<LeaseSession> OpenLeaseSessionAsync(CancellationToken cancellationToken = default) =>
        LeaseSession.OpenAsync(connections.Leases(), time, cancellationToken);

    /// <summary>Announces what this process appends, until cancelled; survives a database that comes and goes.</summary>
    public Task RunAnnouncerAsync(CancellationToken cancellationToken) =>
        new Announcer(sessions, Tenants, signals, time, loggers.CreateLogger<Announcer>()).RunAsync(cancellationToken);

    /// <summary>Wakes followers when another process announces, until cancelled; survives a database that comes and goes.</summary>
    public Task RunListenerAsync(CancellationToken cancellationToken) =>
        new Listener(connections.AppDedicated("ledger-listener"), signals, time, loggers.CreateLogger<Listener>())
            .RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await sessions.DisposeAsync();
        await folds.DisposeAsync();
        await AppSource.DisposeAsync();
        await foldSource.DisposeAsync();
        await OwnerSource.DisposeAsync();
    }
}
