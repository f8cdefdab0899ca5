using System.CommandLine;
using Dropzone.Ledger.Api.Cli.Terminal;
using Dropzone.Ledger.Api.Databases;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Cli.Tenants;

/// <summary>
/// <c>ledger tenant rebuild</c>: the operator asks for rebuilds of one tenant or of all, which no token reaches; the running hosts do them, one tenant
/// after the other.
/// </summary>
internal static class TenantRebuild
{
    private const string Every = "all";

    public static Command Create(Option<string?> dataDirectory)
    {
        var name = new Argument<string>("name") { Description = "A read model, such as alert_list, or 'all'", DefaultValueFactory = static _ => Every };
        var tenant = new Option<string?>("--tenant") { Description = "One tenant; every one when absent" };
        var share = new Option<double>("--share") { Description = "The part of the time that it works, 0.05 to 1", DefaultValueFactory = static _ => ReadModelRebuilds.UsualShare };
        var command = new Command("rebuild", "Ask for rebuilds of read models for every tenant; a running host does them") { name, tenant, share };
        command.SetAction((result, cancellation) => ExistingLedger.UseAsync(
            result.GetValue(dataDirectory),
            LogLevel.Error,
            async ledger =>
            {
                await using var database = new LedgerDatabase(ledger.Connections, TimeProvider.System, ledger.Logs);
                var models = new ReadModels(database, TimeProvider.System, ledger.Logs);
                return await AskAsync(database, models, result.GetValue(name)!, result.GetValue(tenant), result.GetValue(share), cancellation);
            },
            cancellation));
        return command;
    }

    private static async Task<int> AskAsync(
        LedgerDatabase database, ReadModels models, string name, string? tenant, double share, CancellationToken cancellation)
    {
        IReadOnlyList<string> names = name == Every ? ReadModelRebuilds.Names : ReadModelRebuilds.Behind(name) is { } projection ? [projection] : [];
        if (names.Count == 0)
        {
            await Console.Error.WriteLineAsync($"There is no read model '{SafeText.Of(name)}'. There are: {string.Join(", ", ProjectionNames.All)}; '{Every}' means every one.");
            return ExitCode.NotFound;
        }

        if (share is < ReadModelRebuilds.LeastShare or > ReadModelRebuilds.WholeShare)
        {
            await Console.Error.WriteLineAsync("--share: a number from 0.05 to 1 is expected.");
            return ExitCode.Usage;
        }

        var tenants = (await database.Tenants.ListAsync(cancellation)).Where(t => tenant is null || t == tenant).ToList();
        if (tenants.Count == 0)
        {
            await Console.Error.WriteLineAsync($"There is no tenant '{SafeText.Of(tenant)}'. 'ledger tenant list' names them.");
            return ExitCode.NotFound;
        }

        foreach (var one in tenants)
        {
            var asked = await models.Rebuilds.RequestAsync(one, names, Actor.Ledger, share, cancellation);
            await Console.Out.WriteLineAsync(asked.Count == names.Count
                ? $"{one}: asked for {string.Join(", ", asked)}."
                : $"{one}: asked for {(asked.Count == 0 ? "nothing" : string.Join(", ", asked))}; under way already: {string.Join(", ", names.Except(asked))}.");
        }

        return ExitCode.Done;
    }
}
