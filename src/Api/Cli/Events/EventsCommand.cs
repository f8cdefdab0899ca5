using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Spectre.Console;

namespace Dropzone.Ledger.Api.Cli.Events;

/// <summary><c>ledger events</c>: the log itself, in its order.</summary>
public static class EventsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(HostCommand host)
    {
        var after = new Option<long>("--after") { Description = "The position after which to begin" };
        var stream = new Option<string?>("--stream") { Description = "Only this stream" };
        var types = new Option<string[]>("--types") { Description = "Only these types, such as alert_ingested", AllowMultipleArgumentsPerToken = true };
        var limit = new Option<int>("--limit") { Description = "At most so many", DefaultValueFactory = _ => 50 };
        var command = new Command("events", "Read the event log") { after, stream, types, limit };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var query = $"/api/v1/events?after={result.GetValue(after)}&limit={result.GetValue(limit)}"
                    + (result.GetValue(stream) is { } s ? $"&stream={Uri.EscapeDataString(s)}" : "")
                    + (result.GetValue(types) is { Length: > 0 } t ? $"&types={Uri.EscapeDataString(string.Join(',', t))}" : "");
                var page = await client.GetAsync(query, token);
                if (host.WantsJson(result))
                {
                    foreach (var e in page.Items("items"))
                    {
                        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(e));
                    }

                    return ExitCode.Done;
                }

                var table = HostCommand.NewTable("Position", "Time", "Type", "Stream", "Version");
                foreach (var e in page.Items("items"))
                {
                    table.AddRow(
                        new Text(e.Text("position") ?? ""), new Text(e.Text("timestamp") ?? ""), new Text(SafeText.Of(e.Text("type"))),
                        new Text(SafeText.Cut(e.Text("stream"), 90)), new Text(e.Text("version") ?? ""));
                }

                AnsiConsole.Write(table);
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }
}
