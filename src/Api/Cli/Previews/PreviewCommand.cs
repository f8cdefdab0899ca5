using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Spectre.Console;

namespace Dropzone.Ledger.Api.Cli.Previews;

/// <summary><c>ledger preview --file new-settings.json</c>: what other settings would do to the whole history, before they are saved.</summary>
public static class PreviewCommand
{
    /// <summary>The command.</summary>
    public static Command Create(HostCommand host)
    {
        var file = new Option<FileInfo>("--file") { Description = "A JSON document with the settings; its id names the connector", Required = true };
        var alerts = new Option<int>("--alerts") { Description = "List at most so many of the alerts that would change", DefaultValueFactory = _ => 20 };
        var command = new Command("preview", "See what other filters would do to the whole history, without saving them") { file, alerts };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var (id, body) = await ReadAsync(result.GetValue(file)!, token);
                var lines = client.LinesAsync(
                    HttpMethod.Post, $"/api/v1/connectors/{Uri.EscapeDataString(id)}/preview?alerts={result.GetValue(alerts)}", body, token);
                return host.WantsJson(result) ? await CopyAsync(lines) : await TellAsync(lines);
            },
            cancellation));
        return command;
    }

    private static async Task<(string Id, string Body)> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file.FullName, cancellation);
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Text("id") is { Length: > 0 } id
                ? (id, text)
                : throw new CommandRefusedException(ExitCode.Usage, "--file: The document has no id. Give the settings as 'ledger connector show' prints them.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandRefusedException(ExitCode.Usage, $"--file: {e.Message}");
        }
    }

    private static async Task<int> CopyAsync(IAsyncEnumerable<JsonElement> lines)
    {
        await foreach (var line in lines)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(line));
        }

        return ExitCode.Done;
    }

    private static async Task<int> TellAsync(IAsyncEnumerable<JsonElement> lines)
    {
        var told = false;
        var table = HostCommand.NewTable("Alert", "Effect", "Severity", "Day", "Clause");
        await foreach (var line in lines)
        {
            if (line.Field("progress") is { } progress && !Console.IsErrorRedirected)
            {
                await Console.Error.WriteAsync(
                    $"\r{progress.Text("position")} of {progress.Text("until")}: +{progress.Text("appear")} appear, -{progress.Text("vanish")} vanish ");
            }
            else if (line.Field("result") is { } result)
            {
                told = true;
                await Console.Error.WriteLineAsync();
                Tell(result);
            }
            else if (line.Field("alert") is { } alert)
            {
                var clause = alert.Field("after") ?? alert.Field("before");
                table.AddRow(
                    new Text(alert.Text("id") ?? ""), new Text(alert.Text("effect") ?? ""), new Text(SafeText.Of(alert.Text("severity"))),
                    new Text(alert.Text("day") ?? ""), new Text(SafeText.Cut(clause?.Text("reason"), 100)));
            }
        }

        if (!told)
        {
            throw new CommandRefusedException(ExitCode.Failed, "The host broke off before the result. Its log says why; ask again.");
        }

        if (table.Rows.Count > 0)
        {
            AnsiConsole.Write(table);
        }

        return ExitCode.Done;
    }

    private static void Tell(JsonElement result)
    {
        Console.Out.WriteLine(
            $"Of {result.Text("alerts")} alerts of '{SafeText.Of(result.Text("connector"))}' at position {result.Text("position")}: {Both(result.Field("total"))}; "
            + $"{result.Text("restated")} stay excluded by another rule or value.");
        Console.Out.WriteLine($"Closed as malicious: {Both(result.Field("endedMalicious"))}. With an open ticket: {Both(result.Field("openTickets"))}.");
        foreach (var (name, title) in new[] { ("byRule", "rule"), ("bySeverity", "severity"), ("byDay", "day") })
        {
            foreach (var part in result.Items(name))
            {
                Console.Out.WriteLine($"  {title} {SafeText.Of(part.Text("value"))}: {Both(part)}");
            }
        }

        foreach (var narrowed in result.Items("notAskedFor"))
        {
            Console.Out.WriteLine(
                $"Not asked for: {SafeText.Of(narrowed.Text("what"))} other than {SafeText.Of(narrowed.Text("text"))}, from position {narrowed.Text("fromPosition")} to {narrowed.Text("toPosition") ?? "now"}.");
        }
    }

    private static string Both(JsonElement? counts) => $"+{counts?.Text("appear")} appear, -{counts?.Text("vanish")} vanish";
}
