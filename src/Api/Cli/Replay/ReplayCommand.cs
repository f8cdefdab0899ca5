using System.CommandLine;
using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;

namespace Dropzone.Ledger.Api.Cli.Replay;

/// <summary><c>ledger replay</c>: event by event, with what each one changed. A story, page by page, on a terminal; NDJSON in a pipe.</summary>
public static class ReplayCommand
{
    /// <summary>The command.</summary>
    public static Command Create(HostCommand host)
    {
        var what = new Argument<string?>("what") { Description = "An alert's id, a stream's name, or nothing for everything", Arity = ArgumentArity.ZeroOrOne };
        var connector = new Option<string?>("--connector") { Description = "One connector: its settings, its polls and all of its alerts" };
        var from = new Option<string?>("--from") { Description = "The first position, or a time such as 2026-03-02T08:00:00Z" };
        var to = new Option<string?>("--to") { Description = "The last position, or a time" };
        var story = new Option<bool>("--story") { Description = "Tell it in words in a pipe, too" };
        var command = new Command("replay", "Replay an alert, a connector, a range or everything, event by event") { what, connector, from, to, story };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var one = result.GetValue(what);
                var query = Query(
                    ("alert", Guid.TryParse(one, out _) ? one : null), ("stream", Guid.TryParse(one, out _) ? null : one),
                    ("connector", result.GetValue(connector)), ("from", result.GetValue(from)), ("to", result.GetValue(to)));
                var events = client.LinesAsync("/api/v1/replay" + query, token);
                var inWords = !host.WantsJson(result) && (result.GetValue(story) || !Console.IsOutputRedirected);
                return inWords
                    ? await TellAsync(events, new Pager(), nameStreams: one is null)
                    : await WriteLinesAsync(events);
            },
            cancellation));
        return command;
    }

    private static string Query(params (string Name, string? Value)[] given)
    {
        var parts = given.Where(static g => !string.IsNullOrEmpty(g.Value)).Select(static g => $"{g.Name}={Uri.EscapeDataString(g.Value!)}").ToList();
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private static async Task<int> WriteLinesAsync(IAsyncEnumerable<JsonElement> events)
    {
        await foreach (var e in events)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(e));
        }

        return ExitCode.Done;
    }

    private static async Task<int> TellAsync(IAsyncEnumerable<JsonElement> events, Pager pager, bool nameStreams)
    {
        var count = 0;
        await foreach (var e in events)
        {
            count++;
            if (!await pager.WriteAsync(Page(e, nameStreams)))
            {
                return ExitCode.Done;
            }
        }

        if (count == 0)
        {
            throw new CommandRefusedException(ExitCode.NotFound, "There is no event in this range.");
        }

        await pager.WriteAsync($"{count} event{(count == 1 ? "" : "s")}.{Environment.NewLine}");
        return ExitCode.Done;
    }

    private static string Page(JsonElement e, bool nameStream)
    {
        var text = new StringBuilder().Append($"{e.Number("position"),8}  {e.Text("timestamp")}  {SafeText.Of(e.Text("says"))}").AppendLine();
        var details = e.Items("details").Select(static d => d.GetString());
        foreach (var line in nameStream ? details.Prepend(e.Text("stream")) : details)
        {
            text.Append(' ', 10).AppendLine(SafeText.Of(line));
        }

        return text.ToString();
    }
}
