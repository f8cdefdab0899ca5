using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;

namespace Dropzone.Ledger.Api.Cli.Investigations;

/// <summary><c>ledger investigate</c>: moves, gives and annotates investigations.</summary>
public static class InvestigateCommand
{
    /// <summary>The command.</summary>
    public static Command Create(HostCommand host)
    {
        var alerts = new Argument<Guid[]>("alert") { Description = "The alert's id; several are moved with one reason", Arity = ArgumentArity.OneOrMore };
        var status = new Option<string?>("--status") { Description = "Queued, InProgress, AwaitingReview or Closed" };
        status.AcceptOnlyFromAmong("Queued", "InProgress", "AwaitingReview", "Closed");
        var conclusion = new Option<string?>("--conclusion") { Description = "Malicious, Suspicious, Benign or Undetermined; needed to close" };
        conclusion.AcceptOnlyFromAmong("Malicious", "Suspicious", "Benign", "Undetermined");
        var reason = new Option<string?>("--reason") { Description = "In words, why" };
        var assign = new Option<string?>("--assign") { Description = "Who works on it; an empty text takes it from everybody" };
        var note = new Option<string?>("--note") { Description = "A note" };
        var key = new Option<string?>("--key") { Description = "Idempotency key: the same command again does nothing twice" };
        var command = new Command("investigate", "Work on investigations") { alerts, status, conclusion, reason, assign, note, key };
        command.SetAction(async (result, cancellation) =>
        {
            if ((result.GetValue(status), result.GetValue(assign), result.GetValue(note)) is (null, null, null))
            {
                await Console.Error.WriteLineAsync("Say what to do: --status, --assign or --note.");
                return ExitCode.Usage;
            }

            return await host.RunAsync(
                result,
                async (client, token) =>
                {
                    var (ids, unique) = (result.GetValue(alerts)!, result.GetValue(key) ?? Guid.NewGuid().ToString());
                    foreach (var id in ids)
                    {
                        await ActAsync(client, id, "assign", result.GetValue(assign) is { } who ? new { assignee = who } : null, unique + "/assign", token);
                        await ActAsync(client, id, "notes", result.GetValue(note) is { } text ? new { text } : null, unique + "/note", token);
                    }

                    return result.GetValue(status) is { } to
                        ? Print(host.WantsJson(result), await MoveAsync(client, ids, to, result.GetValue(conclusion), result.GetValue(reason), unique, token))
                        : ExitCode.Done;
                },
                cancellation);
        });
        return command;
    }

    private static async Task ActAsync(LedgerClient client, Guid id, string what, object? body, string key, CancellationToken cancellation)
    {
        if (body is not null)
        {
            await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/{what}", JsonSerializer.Serialize(body), cancellation, key: $"{key}/{id}");
        }
    }

    private static Task<JsonElement> MoveAsync(
        LedgerClient client, Guid[] ids, string status, string? conclusion, string? reason, string key, CancellationToken cancellation)
    {
        var body = new Dictionary<string, object> { ["alerts"] = ids.Distinct().Select(static id => new { id }), ["status"] = status };
        if (conclusion is not null)
        {
            body["conclusion"] = conclusion;
        }

        if (reason is not null)
        {
            body["reason"] = reason;
        }

        return client.SendAsync(HttpMethod.Post, "/api/v1/investigations/bulk", JsonSerializer.Serialize(body), cancellation, key: key);
    }

    private static int Print(bool json, JsonElement answer)
    {
        if (json)
        {
            HostCommand.PrintJson(answer);
        }
        else
        {
            Console.Out.WriteLine($"{answer.Number("changed")} moved, {answer.Number("unchanged")} stood so already, {answer.Number("refused")} refused.");
            foreach (var item in answer.Items("items").Where(static i => i.Text("code") is not null))
            {
                Console.Out.WriteLine($"  {item.Text("id")}: {SafeText.Of(item.Text("message") ?? "")}");
            }
        }

        return answer.Number("refused") > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
