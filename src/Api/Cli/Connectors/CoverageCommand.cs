using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;

namespace Dropzone.Ledger.Api.Cli.Connectors;

/// <summary><c>ledger connector coverage</c>: what was read, what is settled, every gap with its cause; <c>--fill</c> asks for the gaps again.</summary>
internal static class CoverageCommand
{
    public static Command Create(HostCommand host)
    {
        var id = new Argument<string>("id") { Description = "The connector's id" };
        var from = new Option<string?>("--from") { Description = "Start of the stretch; everything when absent" };
        var to = new Option<string?>("--to") { Description = "End of the stretch" };
        var fill = new Option<bool>("--fill") { Description = "Ask for each gap that nobody accepted again" };
        var command = new Command("coverage", "Show which stretches were read, which are settled, and every gap") { id, from, to, fill };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var path = $"/api/v1/connectors/{Uri.EscapeDataString(result.GetValue(id)!)}";
                var query = string.Join('&', new[] { ("from", result.GetValue(from)), ("to", result.GetValue(to)) }
                    .Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
                var answer = await client.GetAsync($"{path}/coverage{(query.Length == 0 ? "" : $"?{query}")}", token);
                if (result.GetValue(fill))
                {
                    await FillAsync(client, path, answer, token);
                }

                if (host.WantsJson(result))
                {
                    HostCommand.PrintJson(answer);
                }
                else
                {
                    Print(answer);
                }

                return answer.Items("items").Any(r => r.Items("gaps").Any(g => g.Text("kind") != "accepted")) ? ExitCode.Failed : ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static void Print(JsonElement answer)
    {
        foreach (var resource in answer.Items("items"))
        {
            Console.Out.WriteLine(SafeText.Of(resource.Text("resource")));
            Windows("  read     ", resource.Items("read"));
            Windows("  settled  ", resource.Items("settled"));
            if (resource.Field("pending") is { } pending)
            {
                Console.Out.WriteLine($"  pending  {Window(pending)}");
            }

            foreach (var gap in resource.Items("gaps"))
            {
                var cause = gap.Text("kind") == "accepted"
                    ? $"accepted by {SafeText.Of(gap.Text("acceptedBy"))}: {SafeText.Of(gap.Text("reason"))}"
                    : $"{SafeText.Of(gap.Text("kind"))} {SafeText.Of(gap.Text("errorCode"))}";
                Console.Out.WriteLine($"  GAP      {Window(gap.Field("window")!.Value)} {cause}");
            }

            if (resource.Field("lastCount") is { } count)
            {
                Console.Out.WriteLine($"  counted  {SafeText.Of(count.Text("says"))} ({Window(count.Field("window")!.Value)})");
            }
        }
    }

    private static async Task FillAsync(LedgerClient client, string path, JsonElement answer, CancellationToken cancellation)
    {
        foreach (var resource in answer.Items("items"))
        {
            foreach (var gap in resource.Items("gaps").Where(g => g.Text("kind") != "accepted"))
            {
                var window = gap.Field("window")!.Value;
                var body = JsonSerializer.Serialize(
                    new { from = window.Text("from"), to = window.Text("to"), resource = resource.Text("resource"), reason = "a gap of the coverage" });
                await client.SendAsync(HttpMethod.Post, $"{path}/backfill", body, cancellation);
            }
        }
    }

    private static void Windows(string label, IEnumerable<JsonElement> windows)
    {
        foreach (var window in windows)
        {
            Console.Out.WriteLine(label + Window(window));
        }
    }

    private static string Window(JsonElement window) => $"{SafeText.Of(window.Text("from"))} to {SafeText.Of(window.Text("to"))}";
}
