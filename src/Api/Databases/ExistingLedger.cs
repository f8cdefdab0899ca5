using Dropzone.Ledger.Api.Cli;
using Dropzone.Ledger.Api.Cli.Terminal;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Databases;

/// <summary>What a command needs that opens the database of a ledger that is there already.</summary>
/// <param name="Settings">Where it was found.</param>
/// <param name="Connections">How to connect.</param>
/// <param name="Logs">Where its own messages go.</param>
public sealed record ExistingLedger(DatabaseSettings Settings, LedgerConnections Connections, ILoggerFactory Logs)
{
    /// <summary>Opens the database, beside a running host if there is one, and closes it after the work. A refusal is said on standard error.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> UseAsync(string? dataDirectory, LogLevel least, Func<ExistingLedger, Task<int>> work, CancellationToken cancellation)
    {
        var (settings, missing) = DatabaseSettings.Existing(new ConfigurationBuilder().AddEnvironmentVariables().Build(), dataDirectory);
        if (settings is null)
        {
            await Console.Error.WriteLineAsync(missing);
            return ExitCode.Unreachable;
        }

        using var logs = ErrorLog.Create(least);
        var (opened, refusal) = await OpenedDatabase.JoinAsync(settings, logs.CreateLogger("postgres"), cancellation);
        if (opened is null)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ExitCode.Unreachable;
        }

        await using (opened)
        {
            return await work(new ExistingLedger(settings, opened.Connections, logs));
        }
    }
}
