using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;

namespace Dropzone.Ledger.Api.Cli.Connectors;

/// <summary><c>ledger connector backfill</c>, <c>backfills</c> and <c>cancel-backfill</c>.</summary>
internal static class BackfillCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Ask(HostCommand host)
    {
        var id = Id();
        var from = new Option<DateTimeOffset>("--from") { Description = "Start of source time", Required = true };
        var to = new Option<DateTimeOffset?>("--to") { Description = "End; now when absent" };
        var resource = new Option<string?>("--resource") { Description = "What to read; everything when absent" };
        var reason = new Option<string?>("--reason") { Description = "Why, in words" };
        var wait = new Option<bool>("--wait") { Description = "Stay until it has ended, showing progress" };
        var command = new Command("backfill", "Read a stretch of the past, or fill a gap, after live work") { id, from, to, resource, reason, wait };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var path = PathOf(result.GetValue(id)!);
                var body = JsonSerializer.Serialize(
                    new
                    {
                        from = result.GetValue(from),
                        to = result.GetValue(to) ?? TimeProvider.System.GetUtcNow(),
                        resource = result.GetValue(resource),
                        reason = result.GetValue(reason),
                    },
                    JsonSerializerOptions.Web);
                var answer = await client.SendAsync(HttpMethod.Post, path, body, token);
                var request = answer.Text("request")!;
                if (!result.GetValue(wait))
                {
                    Print(host.WantsJson(result), answer, () => Console.Out.WriteLine(
                        $"Asked for as {request}. 'ledger connector backfills {SafeText.Of(result.GetValue(id))}' shows how far it has come."));
                    return ExitCode.Done;
                }

                return await WaitAsync(client, path, request, host.WantsJson(result), token);
            },
            cancellation));
        return command;
    }

    public static Command List(HostCommand host)
    {
        var id = Id();
        var command = new Command("backfills", "Show the backfills of a connector and how far they have come") { id };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var answer = await client.GetAsync(PathOf(result.GetValue(id)!), token);
                Print(host.WantsJson(result), answer, () =>
                {
                    foreach (var one in answer.Items("items"))
                    {
                        Console.Out.WriteLine(Line(one));
                    }
                });
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }

    public static Command Cancel(HostCommand host)
    {
        var id = Id();
        var request = new Argument<Guid>("request") { Description = "The backfill's id" };
        var reason = new Option<string?>("--reason") { Description = "Why, in words" };
        var command = new Command("cancel-backfill", "Take a backfill back; what it has read stays") { id, request, reason };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var body = JsonSerializer.Serialize(new { reason = result.GetValue(reason) }, JsonSerializerOptions.Web);
                var answer = await client.SendAsync(HttpMethod.Delete, $"{PathOf(result.GetValue(id)!)}/{result.GetValue(request)}", body, token);
                Print(host.WantsJson(result), answer, () => Console.Out.WriteLine("Taken back. What it has read stays."));
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static async Task<int> WaitAsync(LedgerClient client, string path, string request, bool json, CancellationToken cancellation)
    {
        var said = "";
        while (true)
        {
            var one = (await client.GetAsync(path, cancellation)).Items("items").First(item => item.Text("request") == request);
            var line = Line(one);
            if (line != said && !json)
            {
                Console.Out.WriteLine(line);
                said = line;
            }

            if (one.Text("state") is "completed" or "cancelled")
            {
                Print(json, one, () => { });
                return one.Text("state") == "completed" ? ExitCode.Done : ExitCode.Failed;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    private static string Line(JsonElement one)
    {
        var share = one.Field("share")?.GetDouble() ?? 0;
        var window = one.Field("window");
        var error = one.Field("error") is { } failure ? $" — {SafeText.Of(failure.Text("code"))}: {SafeText.Of(failure.Text("message"))} {SafeText.Of(failure.Text("whatToDo"))}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Text("request")} {one.Text("state"),-9} {share,4:P0}  {window?.Text("from")} to {window?.Text("to")} {SafeText.Of(one.Text("resource") ?? "everything")}: "
            + $"{one.Number("received")} received, {one.Number("new")} new, {one.Number("revised")} revised, {one.Number("gaps")} gap(s){error}");
    }

    private static void Print(bool json, JsonElement answer, Action words)
    {
        if (json)
        {
            HostCommand.PrintJson(answer);
        }
        else
        {
            words();
        }
    }

    private static string PathOf(string connector) => $"/api/v1/connectors/{Uri.EscapeDataString(connector)}/backfill";

    private static Argument<string> Id() => new("id") { Description = "The connector's id" };
}
