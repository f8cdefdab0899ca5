using System.Text.Json;
using Dropzone.Ledger.EndToEnd.Processes;
using Dropzone.Ledger.EndToEnd.Simulation;

namespace Dropzone.Ledger.EndToEnd.Demo;

/// <summary>A <c>ledger demo</c> that has said how to reach it.</summary>
public sealed class RunningDemo : IAsyncDisposable
{
    private static readonly TimeSpan SetUp = TimeSpan.FromSeconds(90);

    private RunningDemo(LedgerProcess process, JsonElement ready, TimeSpan readyAfter, DataFolder folder)
    {
        Process = process;
        Ready = ready;
        ReadyAfter = readyAfter;
        Token = ready.Text("token");
        Api = new LedgerApi(new Uri(ready.Text("url")), Token);
        var simulator = ready.Field("simulator");
        Simulator = new SimulatorControl(new Uri(simulator.Text("url")), simulator.Text("controlKey"), Path.Combine(folder.Path, "simulator", "simulator-ca.pem"));
    }

    /// <summary>The process.</summary>
    public LedgerProcess Process { get; }

    /// <summary>The line that it printed.</summary>
    public JsonElement Ready { get; }

    /// <summary>From the start of the process to that line.</summary>
    public TimeSpan ReadyAfter { get; }

    /// <summary>The admin's token.</summary>
    public string Token { get; }

    /// <summary>The API, as that admin.</summary>
    public LedgerApi Api { get; }

    /// <summary>The cloud that it polls.</summary>
    public SimulatorControl Simulator { get; }

    /// <summary>The ids of its connectors.</summary>
    public IReadOnlyList<string> Connectors => [.. Ready.Field("connectors").EnumerateArray().Select(connector => connector.GetString()!)];

    /// <summary>Starts the demo on a data folder and waits for its line.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="port">The port of the page; 0 takes a free one.</param>
    public static async Task<RunningDemo> StartAsync(DataFolder folder, int port = 0)
    {
        var process = LedgerProcess.Start(ANewUser(folder), "demo", "--json", "--data-dir", folder.Path, "--port", $"{port}", "--seed", "7");
        try
        {
            var line = await process.LineAsync("the demo prints its line", SetUp, static line => line.StartsWith('{'));
            return new RunningDemo(process, JsonSerializer.Deserialize<JsonElement>(line), process.Started.Elapsed, folder);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command of the command line against this host.</summary>
    public Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["LEDGER_URL"] = Api.Address.ToString(), ["LEDGER_TOKEN"] = Token },
        arguments);

    /// <summary>Waits until each connector has alerts on the list.</summary>
    /// <returns>How long it took.</returns>
    public Task<TimeSpan> AlertsOfAllConnectorsAsync(TimeSpan patience) => Eventually.HoldsAsync(
        $"alerts of {string.Join(" and ", Connectors)} are listed",
        patience,
        async () =>
        {
            foreach (var connector in Connectors)
            {
                if ((await Api.GetAsync($"api/v1/alerts?connector={connector}&limit=1")).Items().Count == 0)
                {
                    return false;
                }
            }

            return true;
        },
        () => Process.Said);

    /// <summary>Somebody whose home folder holds nothing yet.</summary>
    private static Dictionary<string, string> ANewUser(DataFolder folder) =>
        new(StringComparer.Ordinal) { ["HOME"] = Directory.CreateDirectory(Path.Combine(folder.Place, "home")).FullName };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Simulator.Dispose();
        await Process.DisposeAsync();
    }
}
