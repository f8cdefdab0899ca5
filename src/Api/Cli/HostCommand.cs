using System.CommandLine;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Spectre.Console;

namespace Dropzone.Ledger.Api.Cli;

/// <summary>What every command that speaks to a running host has in common: its address, <c>--json</c>, and how refusals end it.</summary>
public sealed class HostCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Option<string?> url = new("--url") { Description = "The host's address (or LEDGER_URL)", Recursive = true };
    private readonly Option<string?> token = new("--token") { Description = "An access token (or LEDGER_TOKEN)", Recursive = true };
    private readonly Option<bool> json = new("--json") { Description = "Answer for programs: JSON, one document or one line an item", Recursive = true };

    /// <summary>Adds the options to the root, so that every command takes them.</summary>
    public void AddTo(RootCommand root)
    {
        root.Options.Add(url);
        root.Options.Add(token);
        root.Options.Add(json);
    }

    /// <summary>Whether the answer is for a program.</summary>
    public bool WantsJson(ParseResult result) => result.GetValue(json);

    /// <summary>Runs a command against the host.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(ParseResult result, Func<LedgerClient, CancellationToken, Task<int>> command, CancellationToken cancellation)
    {
        var (address, problem) = HostAddress.Find(result.GetValue(url), result.GetValue(token), Environment.GetEnvironmentVariable);
        if (address is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return ExitCode.Unreachable;
        }

        using var client = new LedgerClient(address);
        return await GuardAsync(() => command(client, cancellation), cancellation);
    }

    /// <summary>Turns refusals and Ctrl+C into messages and exit codes.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command, CancellationToken cancellation)
    {
        try
        {
            return await command();
        }
        catch (CommandRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException) when (!cancellation.IsCancellationRequested && Console.IsOutputRedirected)
        {
            // The reader of the pipe has had enough, as 'head' does.
            return ExitCode.Done;
        }
    }

    /// <summary>Prints a document for programs.</summary>
    public static void PrintJson(JsonElement document) =>
        Console.Out.WriteLine(document.ValueKind == JsonValueKind.Undefined ? "{}" : JsonSerializer.Serialize(document, Indented));

    /// <summary>A table without borders in a pipe, with them on a terminal.</summary>
    public static Table NewTable(params string[] columns)
    {
        if (Console.IsOutputRedirected)
        {
            // A pipe has no width: nothing is folded for it.
            AnsiConsole.Profile.Width = 1000;
        }

        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column) { NoWrap = Console.IsOutputRedirected });
        }

        return table;
    }
}
