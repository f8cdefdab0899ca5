using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Where the database is, for each role of the product.</summary>
/// <param name="Owner">Connection string of a login that may become <c>ledger_owner</c>; used by migrations and tenant creation only.</param>
/// <param name="App">Connection string of a login that may become <c>ledger_app</c>.</param>
/// <param name="Reader">Connection string of a login for auditors' own tools, made a member of <c>ledger_reader</c>; null = none.</param>
public sealed record LedgerConnections(string Owner, string App, string? Reader = null)
{
    /// <summary>One login for everything: the roles are entered by connection option.</summary>
    public static LedgerConnections From(string single) => new(single, single);

    /// <summary>The app connection string with the role set at the start of each session.</summary>
    internal string AppWithRole() => WithOption(App, "-c role=ledger_app");

    private static string WithOption(string connectionString, string option)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Options = string.IsNullOrEmpty(builder.Options) ? option : $"{builder.Options} {option}";
        return builder.ConnectionString;
    }
}
