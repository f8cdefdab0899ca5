using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Spectre.Console;

namespace Dropzone.Ledger.Api.Cli.Tickets;

/// <summary><c>ledger ticket</c>: the write-backs, and asking again.</summary>
public static class TicketCommand
{
    private const string Path = "/api/v1/tickets";

    /// <summary>The command with its verbs.</summary>
    public static Command Create(HostCommand host) => new("ticket", "Write-backs to Sentinel incidents") { List(host), Retry(host) };

    private static Command List(HostCommand host)
    {
        var state = new Option<string?>("--state") { Description = "waiting, written, already-in-sync, superseded or failed" };
        var connector = new Option<string?>("--connector") { Description = "Only this connector" };
        var limit = new Option<int>("--limit") { Description = "How many", DefaultValueFactory = static _ => 50 };
        var command = new Command("list", "List intents, newest first, and their balance") { state, connector, limit };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var answer = await client.GetAsync(Query(result.GetValue(state), result.GetValue(connector), result.GetValue(limit)), token);
                if (host.WantsJson(result))
                {
                    HostCommand.PrintJson(answer);
                    return ExitCode.Done;
                }

                Print(answer);
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static Command Retry(HostCommand host)
    {
        var intents = new Argument<Guid[]>("intent") { Description = "The intent's id", Arity = ArgumentArity.ZeroOrMore };
        var failed = new Option<bool>("--failed") { Description = "Every failed one that nobody tried again" };
        var connector = new Option<string?>("--connector") { Description = "With --failed: only this connector" };
        var command = new Command("retry", "Ask again after a failure: a new intent each") { intents, failed, connector };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var wanted = result.GetValue(failed)
                    ? (await client.GetAsync(Query("failed", result.GetValue(connector), 500), token)).Items("items")
                        .Where(static i => i.Text("retriedBy") is null).Select(static i => Guid.Parse(i.Text("intent")!)).ToArray()
                    : result.GetValue(intents)!;
                var refused = 0;
                foreach (var intent in wanted)
                {
                    try
                    {
                        await client.SendAsync(HttpMethod.Post, $"{Path}/{intent}/retry", null, token);
                    }
                    catch (CommandRefusedException no) when (wanted.Length > 1)
                    {
                        refused++;
                        await Console.Error.WriteLineAsync($"{intent}: {no.Message}");
                    }
                }

                await Console.Out.WriteLineAsync($"{wanted.Length - refused} asked for again.");
                return refused == 0 ? ExitCode.Done : ExitCode.Failed;
            },
            cancellation));
        return command;
    }

    private static string Query(string? state, string? connector, int limit)
    {
        var query = $"{Path}?limit={Math.Clamp(limit, 1, 500)}";
        query += state is null ? "" : $"&state={Uri.EscapeDataString(state)}";
        return query + (connector is null ? "" : $"&connector={Uri.EscapeDataString(connector)}");
    }

    private static void Print(JsonElement answer)
    {
        foreach (var b in answer.Items("balance"))
        {
            Console.Out.WriteLine(
                $"{SafeText.Of(b.Text("connector") ?? "")}: {b.Number("intents")} intents = {b.Number("written")} written + {b.Number("alreadyInSync")} already in sync"
                + $" + {b.Number("superseded")} superseded + {b.Number("failed")} failed + {b.Number("waiting")} waiting; {b.Number("needsPerson")} need a person");
        }

        var table = HostCommand.NewTable("Intent", "Requested", "Incident", "Wanted", "State", "Tries", "What to do");
        foreach (var i in answer.Items("items"))
        {
            table.AddRow(
                new Text(i.Text("intent") ?? ""), new Text(i.Text("requestedAt") ?? ""), new Text(SafeText.Cut(i.Field("ticket")?.Text("incident"), 40)),
                new Text(i.Field("wanted")?.Text("status") ?? ""), new Text(i.Text("state") ?? ""), new Text(i.Text("attempts") ?? ""),
                new Text(SafeText.Cut(i.Field("outcome")?.Text("whatToDo"), 120)));
        }

        AnsiConsole.Write(table);
    }
}
