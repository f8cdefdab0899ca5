using System.CommandLine;
using Dropzone.Ledger.Api.Cli.Terminal;
using Dropzone.Ledger.Api.Databases;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Cli.Tenants;

/// <summary><c>ledger tenant</c>: the operator makes tenants; it opens the database under the owner's role.</summary>
public static class TenantCommand
{
    /// <summary>The command with its verbs.</summary>
    public static Command Create()
    {
        var dataDirectory = new Option<string?>("--data-dir") { Description = "The folder of the embedded PostgreSQL", Recursive = true };
        var command = new Command("tenant", "Customer organisations; opens the database") { dataDirectory };

        var name = new Argument<string>("name") { Description = "Lower-case letters, digits and hyphens" };
        var create = new Command("create", "Make a tenant; 'ledger token --bootstrap --tenant NAME' makes its first admin") { name };
        create.SetAction((result, cancellation) => OnDatabaseAsync(
            result.GetValue(dataDirectory), database => MakeAsync(database, result.GetValue(name)!, cancellation), cancellation));

        var list = new Command("list", "List the tenants");
        list.SetAction((result, cancellation) => OnDatabaseAsync(
            result.GetValue(dataDirectory), database => ListAsync(database, cancellation), cancellation));

        command.Subcommands.Add(create);
        command.Subcommands.Add(list);
        command.Subcommands.Add(TenantRebuild.Create(dataDirectory));
        return command;
    }

    private static async Task<int> MakeAsync(LedgerDatabase database, string name, CancellationToken cancellation)
    {
        if (!TenantName.IsValid(name))
        {
            await Console.Error.WriteLineAsync($"'{SafeText.Of(name)}' cannot name a tenant: use lower-case letters, digits and hyphens.");
            return ExitCode.Usage;
        }

        var made = await database.Tenants.CreateAsync(name, cancellation);
        await Console.Out.WriteLineAsync(made ? $"Made the tenant '{name}'." : $"The tenant '{name}' is there already.");
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(LedgerDatabase database, CancellationToken cancellation)
    {
        foreach (var tenant in await database.Tenants.ListAsync(cancellation))
        {
            await Console.Out.WriteLineAsync(tenant);
        }

        return ExitCode.Done;
    }

    private static Task<int> OnDatabaseAsync(string? dataDirectory, Func<LedgerDatabase, Task<int>> work, CancellationToken cancellation) =>
        ExistingLedger.UseAsync(
            dataDirectory,
            LogLevel.Error,
            async ledger =>
            {
                await using var database = new LedgerDatabase(ledger.Connections, TimeProvider.System, ledger.Logs);
                return await work(database);
            },
            cancellation);
}
