using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Where the database is, for each role of the product.</summary>
/// <param name="Owner">Connection string of a login that may become <c>ledger_owner</c>; used by migrations and tenant creation only.</param>
/// <param name="App">Connection string of a login that may become <c>ledger_app</c>.</param>
/// <param name="Reader">Connection string of a login for auditors' own tools, made a member of <c>ledger_reader</c>; null = none.</param>
public sealed record LedgerConnections(string Owner, string App, string? Reader = null)
{
    /// <summary>One login for everything: each session of the app enters its role by connection option.</summary>
    public static LedgerConnections From(string single) => new(single, single);

    /// <summary>Never the connection strings: they hold passwords.</summary>
    public override string ToString() => nameof(LedgerConnections);

    // A page of a list is some 30 KB: read in one piece, and not in four with a wait for each.
    private const int PageBuffer = 64 * 1024;

    /// <summary>The app's pooled sessions.</summary>
    // Nothing that the app does outlives its transaction (the tenant is set for one transaction, temporary tables die with theirs, locks are held
    // by sessions of their own), so that a session needs no reset of seven statements before each use.
    internal string AppSessions() => new NpgsqlConnectionStringBuilder(InRole(App).ConnectionString) { NoResetOnClose = true, ReadBufferSize = PageBuffer }.ConnectionString;

    /// <summary>
    /// The app's pooled sessions for rows that are folded from the log. Their commits do not wait for the disk: rows and checkpoint are lost
    /// together, if the machine is, and folded again. Their statements are few and look rows up by key: prepared once a session, never by reading a
    /// whole table, whatever the planner believed when that was empty.
    /// </summary>
    internal string FoldSessions()
    {
        var builder = InRole(App);
        builder.Options += " -c synchronous_commit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off -c timezone=UTC";
        builder.NoResetOnClose = true;
        builder.MaxAutoPrepare = 200;
        builder.AutoPrepareMinUsages = 2;
        builder.ApplicationName = "ledger-folds";
        return builder.ConnectionString;
    }

    /// <summary>
    /// A session of its own for leases. The server ends it as well when the process is frozen, so that nobody waits for what does not go on: whoever
    /// lives asks something every few seconds. A server that cannot be reached is given up as quickly.
    /// </summary>
    internal string Leases()
    {
        var builder = new NpgsqlConnectionStringBuilder(AppDedicated("ledger-leases")) { Timeout = 5, CancellationTimeout = -1 };
        builder.Options += " -c idle_session_timeout=15s";
        return builder.ConnectionString;
    }

    /// <summary>
    /// A session of its own, outside the pool, which the server gives up within seconds when this machine is gone:
    /// for leases, which must pass on to another process quickly.
    /// </summary>
    internal string AppDedicated(string applicationName)
    {
        var builder = InRole(App);
        builder.Options += " -c tcp_keepalives_idle=3 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3";
        builder.Pooling = false;
        builder.TcpKeepAlive = true;
        builder.TcpKeepAliveTime = 3;
        builder.TcpKeepAliveInterval = 1;
        builder.ApplicationName = applicationName;
        return builder.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder InRole(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Options = $"{builder.Options} -c role=ledger_app".TrimStart();
        return builder;
    }
}
