using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;

namespace Dropzone.Ledger.Api.Cli.Rebuilds;

/// <summary>Says how rebuilds fare: one bar that is drawn again on a terminal, a plain line now and then in a pipe.</summary>
internal sealed class RebuildProgress(bool quiet)
{
    private const int BarWidth = 30;
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    private readonly bool terminal = !Console.IsErrorRedirected;
    private string lastStates = "";
    private long lastLine;

    /// <summary>One look.</summary>
    public void Report(IEnumerable<JsonElement> rebuilds)
    {
        if (quiet)
        {
            return;
        }

        var open = rebuilds.Where(static r => r.Text("endedAt") is null).ToList();
        var states = string.Join(' ', open.Select(static r => $"{r.Text("name")}={r.Text("state")}"));
        if (terminal)
        {
            Console.Error.Write($"\r\u001b[K{Bar(open)}");
        }
        else if (states != lastStates || TimeProvider.System.GetElapsedTime(lastLine) > LineEvery)
        {
            lastLine = TimeProvider.System.GetTimestamp();
            open.ForEach(static r => Console.Error.WriteLine(Sentence(r)));
        }

        lastStates = states;
    }

    /// <summary>Takes the bar away.</summary>
    public void End()
    {
        if (terminal && !quiet)
        {
            Console.Error.Write("\r\u001b[K");
        }
    }

    /// <summary>One rebuild in words.</summary>
    public static string Sentence(JsonElement r)
    {
        var name = SafeText.Of(r.Text("name"));
        return r.Text("state") switch
        {
            "requested" => $"{name}: asked for, waiting for a worker.",
            "filling" => $"{name}: {Count(r, "position")} of {Count(r, "head")} events{Speed(r)}.",
            "indexing" => $"{name}: filled, its indexes are being built.",
            "comparing" => $"{name}: the content of both generations is being hashed.",
            "switched" => $"{name}: generation {r.Text("generation")} serves; the certificate is being recorded.",
            "done" => $"{name}: generation {r.Text("generation")} serves, {Count(r, "rows")} rows. {Hashes(r)}",
            "cancelled" => $"{name}: cancelled; the former generation serves.",
            _ => $"{name}: failed; the former generation serves. {SafeText.Of(r.Text("error"))}",
        } + (r.Text("endedAt") is null && r.Text("error") is { } hindered ? $" Hindered: {SafeText.Of(hindered)}" : "");
    }

    private static string Bar(List<JsonElement> open)
    {
        var (done, all) = (open.Sum(static r => r.Number("position")), open.Sum(static r => r.Number("head")));
        var full = all == 0 ? 0 : (int)(BarWidth * done / all);
        var slowest = open.MinBy(static r => r.Number("position"));
        return $"[{new string('#', full)}{new string('.', BarWidth - full)}] {Sentence(slowest)}";
    }

    private static string Hashes(JsonElement r) => (r.Text("hashBefore"), r.Text("hashAfter")) switch
    {
        (null, var after) => $"Content {after}; the former generation could not be compared.",
        ({ } before, var after) when before == after => $"Content {after}, as before.",
        var (before, after) => $"Content {after}; before it was {before}: the former rows, or the code that made them, differed.",
    };

    private static string Speed(JsonElement r) => r.Field("eventsPerSecond")?.GetDouble() is > 0 and var speed
        ? $", {speed.ToString("#,0", CultureInfo.InvariantCulture)} a second{(r.Text("remaining") is { } left ? $", about {Words(left)} left" : "")}"
        : "";

    private static string Words(string duration) => System.Xml.XmlConvert.ToTimeSpan(duration).ToString("g", CultureInfo.InvariantCulture);

    private static string Count(JsonElement r, string field) => r.Number(field).ToString("#,0", CultureInfo.InvariantCulture);
}
