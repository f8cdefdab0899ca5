using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.Api.Databases;

/// <summary>Where the database is to be found.</summary>
/// <param name="App">Connection string of the application; null = the embedded PostgreSQL.</param>
/// <param name="Owner">Connection string for migrations; null = <paramref name="App"/>.</param>
/// <param name="DataDirectory">The folder of the embedded PostgreSQL.</param>
public sealed record DatabaseSettings(string? App, string? Owner, string DataDirectory)
{
    /// <summary>The database's name in the embedded PostgreSQL.</summary>
    public const string EmbeddedName = "ledger";

    /// <summary>Whether the operator named a server of his own.</summary>
    public bool IsExternal => App is not null;

    /// <summary>Reads <c>ConnectionStrings:Ledger</c>, <c>ConnectionStrings:LedgerOwner</c> and <c>Ledger:DataDirectory</c>; a folder given as a flag goes first.</summary>
    public static DatabaseSettings Read(IConfiguration configuration, string? dataDirectory) => new(
        dataDirectory is null ? LedgerConfiguration.ExternalDatabase(configuration) : null,
        configuration.GetConnectionString("LedgerOwner"),
        dataDirectory ?? (configuration["Ledger:DataDirectory"] is { Length: > 0 } given ? given : EmbeddedPostgresOptions.DefaultFolder));

    /// <summary>
    /// As <see cref="Read"/>, for commands that look into a ledger that is there already: without a folder it is that of <c>serve</c>, else that of <c>demo</c>.
    /// </summary>
    /// <returns>The settings, or a sentence that says what to do.</returns>
    public static (DatabaseSettings? Settings, string? Refusal) Existing(IConfiguration configuration, string? dataDirectory)
    {
        var settings = Read(configuration, dataDirectory ?? configuration["LEDGER_DATA_DIR"]);
        if (settings.IsExternal || Holds(settings.DataDirectory))
        {
            return (settings, null);
        }

        var demo = Path.Combine(EmbeddedPostgresOptions.DefaultFolder, "demo");
        return settings.DataDirectory == EmbeddedPostgresOptions.DefaultFolder && Holds(demo)
            ? (settings with { DataDirectory = demo }, null)
            : (null, $"There is no ledger in {settings.DataDirectory}. Name its folder with --data-dir, or its server in ConnectionStrings__Ledger.");
    }

    private static bool Holds(string folder) => Directory.Exists(Path.Combine(folder, "pgdata"));
}
