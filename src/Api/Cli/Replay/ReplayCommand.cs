using System.CommandLine;
using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;

namespace Dropzone.Ledger.Api.Cli.Replay;

/// <summary><c>ledger replay</c>: event by event, with what each one changed. A story on a terminal, NDJSON with <c>--json</c>.</summary>
public static class ReplayCommand
{
    private const int PageSize = 500;

    /// <summary>The command.</summary>
    public static Command Create(HostCommand host)
    {
        var what = new Argument<string?>("what") { Description = "An alert's id, a stream's name, or nothing for everything", Arity = ArgumentArity.ZeroOrOne };
        var connector = new Option<string?>("--connector") { Description = "The story of one connector's settings and polls" };
        var from = new Option<long>("--from") { Description = "The first position", DefaultValueFactory = _ => 1 };
        var to = new Option<long?>("--to") { Description = "The last position" };
        var command = new Command("replay", "Replay an alert, a connector or everything, event by event") { what, connector, from, to };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var stream = result.GetValue(connector) is { } id ? StreamId.Connector(id) : await StreamOfAsync(client, result.GetValue(what), token);
                var last = result.GetValue(to) ?? long.MaxValue;
                var events = Until(ReadAsync(client, stream, result.GetValue(from) - 1, token), last);
                return host.WantsJson(result) ? await WriteLinesAsync(events) : await TellAsync(events, stream is null);
            },
            cancellation));
        return command;
    }

    private static async Task<string?> StreamOfAsync(LedgerClient client, string? what, CancellationToken cancellation)
    {
        if (!Guid.TryParse(what, out var id))
        {
            return what;
        }

        var alert = await client.GetAsync($"/api/v1/alerts/{id}", cancellation);
        return alert.Text("stream") ?? StreamId.Alert(alert.Text("connector") ?? "", alert.Text("kind") ?? "", alert.Text("sourceId") ?? "");
    }

    private static async IAsyncEnumerable<JsonElement> ReadAsync(
        LedgerClient client, string? stream, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = stream is null ? "" : $"&stream={Uri.EscapeDataString(stream)}";
        for (var position = after; ;)
        {
            var page = await client.GetAsync($"/api/v1/events?after={position}&limit={PageSize}{filter}", cancellation);
            var items = page.Items("items").ToList();
            foreach (var item in items)
            {
                yield return item;
            }

            if (items.Count < PageSize)
            {
                yield break;
            }

            position = items[^1].Number("position");
        }
    }

    private static async IAsyncEnumerable<JsonElement> Until(IAsyncEnumerable<JsonElement> events, long last)
    {
        await foreach (var e in events)
        {
            if (e.Number("position") > last)
            {
                yield break;
            }

            yield return e;
        }
    }

    private static async Task<int> WriteLinesAsync(IAsyncEnumerable<JsonElement> events)
    {
        await foreach (var e in events)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(e));
        }

        return ExitCode.Done;
    }

    private static async Task<int> TellAsync(IAsyncEnumerable<JsonElement> events, bool nameStreams)
    {
        var story = new Story();
        var count = 0;
        await foreach (var e in events)
        {
            count++;
            await Console.Out.WriteAsync(Page(story, e, nameStreams));
        }

        if (count == 0)
        {
            throw new CommandRefusedException(ExitCode.NotFound, "There is no such stream, or it has no event in this range.");
        }

        await Console.Out.WriteLineAsync($"{count} event{(count == 1 ? "" : "s")}.");
        return ExitCode.Done;
    }

    private static string Page(Story story, JsonElement e, bool nameStream)
    {
        var stream = e.Text("stream") ?? "";
        var chapter = story.Tell(stream, EventCodec.Decode(e.Text("type") ?? "", Encoding.UTF8.GetBytes(e.Field("data")?.GetRawText() ?? "{}")));
        var text = new StringBuilder().Append($"{e.Number("position"),8}  {e.Text("timestamp")}  {SafeText.Of(chapter.Headline)}").AppendLine();
        foreach (var line in nameStream ? chapter.Details.Prepend(stream) : chapter.Details)
        {
            text.Append(' ', 10).AppendLine(SafeText.Of(line));
        }

        return text.ToString();
    }
}
