using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;

namespace Dropzone.Ledger.Api.Cli.Rebuilds;

/// <summary><c>ledger rebuild</c>: asks the host for a rebuild and follows it to its end; an interrupted command leaves it running.</summary>
public static class RebuildCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);

    /// <summary>The command.</summary>
    public static Command Create(HostCommand host)
    {
        var name = new Argument<string>("name") { Description = "A read model, such as alert_list, or 'all'", DefaultValueFactory = _ => "all" };
        var share = new Option<double?>("--share") { Description = "The part of the time that it works, 0.05 to 1; 0.5 unless given" };
        var cancel = new Option<bool>("--cancel") { Description = "Cancel the rebuild that is under way" };
        var watch = new Option<bool>("--watch") { Description = "Begin nothing, follow the one that is under way" };
        var detach = new Option<bool>("--detach") { Description = "Do not wait for its end" };
        var command = new Command("rebuild", "Fold read models anew from the log while the present ones serve") { name, share, cancel, watch, detach };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var path = $"/api/v1/projections/{Uri.EscapeDataString(result.GetValue(name)!)}/rebuild";
                var answer = result.GetValue(cancel) ? await client.SendAsync(HttpMethod.Delete, path, null, token)
                    : result.GetValue(watch) ? await client.GetAsync(path, token)
                    : await client.SendAsync(HttpMethod.Post, path + Query(result.GetValue(share)), null, token);
                if (!result.GetValue(cancel) && !result.GetValue(detach))
                {
                    answer = await FollowAsync(client, path, answer, new RebuildProgress(quiet: host.WantsJson(result)), token);
                }

                return Say(answer, host.WantsJson(result));
            },
            cancellation));
        return command;
    }

    private static async Task<JsonElement> FollowAsync(
        LedgerClient client, string path, JsonElement answer, RebuildProgress progress, CancellationToken cancellation)
    {
        while (answer.Items("items").Any(static r => r.Text("endedAt") is null))
        {
            progress.Report(answer.Items("items"));
            await Task.Delay(LookEvery, cancellation);
            answer = await client.GetAsync(path, cancellation);
        }

        progress.End();
        return answer;
    }

    private static int Say(JsonElement answer, bool json)
    {
        var rebuilds = answer.Items("items").ToList();
        if (json)
        {
            HostCommand.PrintJson(answer);
        }
        else if (rebuilds.Count == 0)
        {
            Console.Out.WriteLine("It was never rebuilt.");
        }
        else
        {
            rebuilds.ForEach(static r => Console.Out.WriteLine(RebuildProgress.Sentence(r)));
        }

        return rebuilds.Exists(static r => r.Text("state") == "failed") ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Query(double? share) => share is { } part ? $"?share={part.ToString(CultureInfo.InvariantCulture)}" : "";
}
