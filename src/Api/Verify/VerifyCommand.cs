using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Dropzone.Ledger.Api.Databases;
using Dropzone.Ledger.Api.Export;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;
using Npgsql;

namespace Dropzone.Ledger.Api.Verify;

/// <summary><c>ledger verify</c>: opens the database and checks every promise.</summary>
public static class VerifyCommand
{
    /// <summary>The command.</summary>
    public static Command Create(HostCommand host)
    {
        var file = new Argument<FileInfo?>("file") { Description = "A file of 'ledger export': checked alone, without a database", Arity = ArgumentArity.ZeroOrOne };
        var from = new Option<long>("--from") { Description = "The first position to check", DefaultValueFactory = _ => 1 };
        var to = new Option<long?>("--to") { Description = "The last position to check" };
        var tenant = new Option<string?>("--tenant") { Description = "Only this tenant" };
        var dataDirectory = new Option<string?>("--data-dir") { Description = "The folder of the embedded PostgreSQL" };
        var command = new Command("verify", "Check that nothing was changed or lost, and that every read model equals the record") { file, from, to, tenant, dataDirectory };
        command.SetAction((result, cancellation) => HostCommand.GuardAsync(
            () => result.GetValue(file) is { } exported ? CheckFileAsync(exported, host.WantsJson(result), cancellation) : ExistingLedger.UseAsync(
                result.GetValue(dataDirectory),
                LogLevel.Critical,
                ledger => VerifyAsync(ledger, result.GetValue(tenant), result.GetValue(from), result.GetValue(to), host.WantsJson(result), cancellation),
                cancellation),
            cancellation));
        return command;
    }

    private static async Task<int> CheckFileAsync(FileInfo file, bool json, CancellationToken cancellation)
    {
        try
        {
            await using var stream = file.OpenRead();
            var report = await ExportAudit.CheckAsync(stream, cancellation);
            if (json)
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
                return report.Holds ? ExitCode.Done : ExitCode.Failed;
            }

            await Console.Out.WriteLineAsync(
                $"Tenant {SafeText.Of(report.Tenant)}: {report.Events} events up to position {report.Head}, SHA-256 {report.Sha256}.");
            await PrintAsync(report.Findings, "The file is whole, and nothing in it was changed since it was exported.");
            return report.Holds ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(ExitCode.Usage, $"{SafeText.Of(file.Name)}: {e.Message}");
        }
    }

    private static async Task<int> VerifyAsync(ExistingLedger ledger, string? only, long from, long? to, bool json, CancellationToken cancellation)
    {
        try
        {
            await using var database = new LedgerDatabase(ledger.Connections, TimeProvider.System, ledger.Logs);
            var verification = new LedgerVerification(database, new ReadModels(database, TimeProvider.System, ledger.Logs));
            var tenants = only is null ? await database.Tenants.ListAsync(cancellation) : [only];
            var holds = true;
            foreach (var tenant in tenants)
            {
                var report = await verification.VerifyAsync(tenant, from, to, json ? null : new VerifyProgress(), cancellation);
                holds &= report.Holds;
                await PrintAsync(report, json);
            }

            return holds ? ExitCode.Done : ExitCode.Failed;
        }
        catch (NpgsqlException failed)
        {
            var what = (failed as PostgresException)?.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName
                ? "This database holds no ledger yet: start 'ledger serve' on it once."
                : $"The database cannot be read: {failed.Message}";
            await Console.Error.WriteLineAsync(what);
            return ExitCode.Unreachable;
        }
    }

    private static async Task PrintAsync(VerificationReport report, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            return;
        }

        await Console.Out.WriteLineAsync($"Tenant {SafeText.Of(report.Tenant)}: {report.Events} events in {report.Streams} streams, head {report.Head}.");
        if (report.Intents > 0)
        {
            await Console.Out.WriteLineAsync(
                $"Write-backs: {report.Intents} intents = {report.Written} written + {report.AlreadyInSync} already in sync + {report.Superseded} superseded "
                + $"+ {report.Failed} failed + {report.Waiting} waiting.");
        }

        await PrintAsync(report.Findings, "All promises hold.");
    }

    private static async Task PrintAsync(IReadOnlyList<Finding> findings, string sound)
    {
        foreach (var finding in findings)
        {
            await Console.Out.WriteLineAsync($"  {finding.Check}: {SafeText.Of(finding.Where)} — {SafeText.Of(finding.What)}");
        }

        await Console.Out.WriteLineAsync(findings.Count == 0 ? sound : $"{findings.Count} finding(s).");
    }
}
