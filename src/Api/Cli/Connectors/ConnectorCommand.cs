using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Spectre.Console;

namespace Dropzone.Ledger.Api.Cli.Connectors;

/// <summary><c>ledger connector</c>: list, show, add, set, test, poll, backfill, coverage, enable, disable, remove.</summary>
public static class ConnectorCommand
{
    private const string Path = "/api/v1/connectors";

    /// <summary>The command with its verbs.</summary>
    public static Command Create(HostCommand host) => new("connector", "Configure, test and poll connectors")
    {
        List(host),
        OnOne(host, "show", "Show a connector's settings (never its secret)", HttpMethod.Get, "", HostCommand.PrintJson),
        Add(host),
        Set(host),
        Test(host),
        OnOne(host, "poll", "Poll now and say what came", HttpMethod.Post, "/poll", PollReport.Print),
        BackfillCommand.Ask(host),
        BackfillCommand.List(host),
        BackfillCommand.Cancel(host),
        CoverageCommand.Create(host),
        OnOne(host, "enable", "Allow polling", HttpMethod.Post, "/enable", _ => Say("Polling is allowed.")),
        OnOne(host, "disable", "Stop polling", HttpMethod.Post, "/disable", _ => Say("Polling is stopped.")),
        OnOne(host, "remove", "Remove the connector; its history stays", HttpMethod.Delete, "", _ => Say("Removed. Its history stays.")),
    };

    private static Command List(HostCommand host)
    {
        var command = new Command("list", "List the connectors");
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

                var table = HostCommand.NewTable("Id", "Kind", "Name", "Enabled", "Revision");
                foreach (var c in answer.Items("items"))
                {
                    table.AddRow(
                        new Text(SafeText.Of(c.Text("id"))), new Text(SafeText.Of(c.Text("kind"))), new Text(SafeText.Cut(c.Text("name"), 40)),
                        new Text(c.Text("enabled") ?? ""), new Text(c.Text("revision") ?? ""));
                }

                AnsiConsole.Write(table);
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static Command Add(HostCommand host)
    {
        var file = SettingsFile();
        var command = new Command("add", "Add a connector from a settings file") { file };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) => Answered(
                host.WantsJson(result),
                await client.SendAsync(HttpMethod.Post, Path, await ReadAsync(result.GetValue(file)!, token), token),
                a => Say($"Added '{SafeText.Of(a.Text("id"))}' (revision {a.Text("revision")}). 'ledger connector poll {SafeText.Of(a.Text("id"))}' reads it now.")),
            cancellation));
        return command;
    }

    private static Command Set(HostCommand host)
    {
        var id = Id();
        var file = SettingsFile();
        var command = new Command("set", "Replace a connector's settings from a file") { id, file };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var one = One(result.GetValue(id)!);
                var settings = await ReadAsync(result.GetValue(file)!, token);
                var revision = (await client.GetAsync(one, token)).Text("revision");
                var saved = await client.SendAsync(HttpMethod.Put, one, settings, token, $"\"{revision}\"");
                return Answered(host.WantsJson(result), saved, a => Say($"Saved as revision {a.Text("revision")}."));
            },
            cancellation));
        return command;
    }

    private static Command Test(HostCommand host)
    {
        var id = Id();
        id.Arity = ArgumentArity.ZeroOrOne;
        var file = SettingsFile();
        file.Required = false;
        var command = new Command("test", "Test a connector, or a settings file before it is added, permission by permission") { id, file };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var (path, body) = (result.GetValue(id), result.GetValue(file)) switch
                {
                    (null, { } settings) => ($"{Path}/test", await ReadAsync(settings, token)),
                    ({ } one, null) => ($"{One(one)}/test", null),
                    _ => throw new CommandRefusedException(ExitCode.Usage, "Name a connector, or a settings file with --file."),
                };
                var answer = await client.SendAsync(HttpMethod.Post, path, body, token);
                return host.WantsJson(result) ? Answered(true, answer, _ => { }) : TestReport.Print(answer);
            },
            cancellation));
        return command;
    }

    private static Command OnOne(HostCommand host, string verb, string description, HttpMethod method, string suffix, Action<JsonElement> print)
    {
        var id = Id();
        var command = new Command(verb, description) { id };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) => Answered(
                host.WantsJson(result), await client.SendAsync(method, One(result.GetValue(id)!) + suffix, null, token), print),
            cancellation));
        return command;
    }

    private static int Answered(bool json, JsonElement answer, Action<JsonElement> print)
    {
        if (json)
        {
            HostCommand.PrintJson(answer);
        }
        else
        {
            print(answer);
        }

        return ExitCode.Done;
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(ExitCode.Usage, $"--file: {e.Message}");
        }
    }

    private static string One(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    private static Argument<string> Id() => new("id") { Description = "The connector's id" };

    private static Option<FileInfo> SettingsFile() => new("--file") { Description = "A JSON document with the settings", Required = true };

    private static void Say(string text) => Console.Out.WriteLine(text);
}
