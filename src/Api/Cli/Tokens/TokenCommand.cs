using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Spectre.Console;

namespace Dropzone.Ledger.Api.Cli.Tokens;

/// <summary><c>ledger token</c>: list, issue, revoke.</summary>
public static class TokenCommand
{
    private const string Path = "/api/v1/tokens";

    /// <summary>The command with its verbs.</summary>
    public static Command Create(HostCommand host)
    {
        var bootstrap = new Option<bool>("--bootstrap") { Description = "Open the database and make the first admin" };
        var tenant = new Option<string>("--tenant") { Description = "The tenant of the first admin", DefaultValueFactory = _ => "default" };
        var dataDirectory = new Option<string?>("--data-dir") { Description = "The folder of the embedded PostgreSQL" };
        var command = new Command("token", "Access tokens of the tenant") { bootstrap, tenant, dataDirectory };
        command.Subcommands.Add(List(host));
        command.Subcommands.Add(Issue(host));
        command.Subcommands.Add(Revoke(host));
        command.SetAction(async (result, cancellation) =>
        {
            if (result.GetValue(bootstrap))
            {
                return await BootstrapToken.RunAsync(result.GetValue(tenant)!, result.GetValue(dataDirectory), cancellation);
            }

            await Console.Error.WriteLineAsync("Say which: token list, token issue, token revoke, or token --bootstrap.");
            return ExitCode.Usage;
        });
        return command;
    }

    private static Command List(HostCommand host)
    {
        var command = new Command("list", "List the tokens (never their values)");
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var answer = await client.GetAsync(Path, token);
                if (host.WantsJson(result))
                {
                    HostCommand.PrintJson(answer);
                    return ExitCode.Done;
                }

                var table = HostCommand.NewTable("Id", "Name", "Role", "Expires", "Revoked");
                foreach (var t in answer.Items("items"))
                {
                    table.AddRow(
                        new Text(t.Text("id") ?? ""), new Text(SafeText.Cut(t.Text("name"), 40)), new Text(t.Text("role") ?? ""),
                        new Text(t.Text("expiresAt") ?? ""), new Text(t.Text("revokedAt") ?? ""));
                }

                AnsiConsole.Write(table);
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static Command Issue(HostCommand host)
    {
        var name = new Option<string>("--name") { Description = "What the token is for", Required = true };
        var role = new Option<string>("--role") { Description = "auditor, analyst, engineer or admin", Required = true };
        role.AcceptOnlyFromAmong("auditor", "analyst", "engineer", "admin");
        var days = new Option<int>("--days") { Description = "How many days it is valid", DefaultValueFactory = _ => 90 };
        var command = new Command("issue", "Make a token; its value is shown once") { name, role, days };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var body = JsonSerializer.Serialize(new { name = result.GetValue(name), role = result.GetValue(role), days = result.GetValue(days) });
                var answer = await client.SendAsync(HttpMethod.Post, Path, body, token);
                if (host.WantsJson(result))
                {
                    HostCommand.PrintJson(answer);
                }
                else
                {
                    await Console.Out.WriteLineAsync(answer.Text("token"));
                    await Console.Error.WriteLineAsync("Keep it now: it is not shown again.");
                }

                return ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static Command Revoke(HostCommand host)
    {
        var id = new Argument<Guid>("id") { Description = "The token's public id" };
        var command = new Command("revoke", "End a token now") { id };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                await client.SendAsync(HttpMethod.Delete, $"{Path}/{result.GetValue(id)}", null, token);
                await Console.Out.WriteLineAsync("Revoked.");
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }
}
