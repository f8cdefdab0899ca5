using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Bench.Reporting;

/// <summary>Where a run says what it does and what it found. A person reads lines; a program reads one JSON object a line.</summary>
internal sealed class Report(bool json)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly List<string> wrong = [];

    /// <summary>What does not hold, in the words that were said of it.</summary>
    public IReadOnlyList<string> Wrong => wrong;

    /// <summary>0 while every promise holds, 1 afterwards.</summary>
    public int ExitCode => wrong.Count == 0 ? 0 : 1;

    /// <summary>Reads the flag that all commands share.</summary>
    public static Func<ParseResult, Report> Of(Option<bool> flag) => result => new Report(result.GetValue(flag));

    /// <summary>Says what is going on.</summary>
    public void Say(string line)
    {
        (json ? Console.Error : Console.Out).WriteLine(line);
    }

    /// <summary>Says that a promise does not hold, and where.</summary>
    public void Broken(string what)
    {
        wrong.Add(what);
        Say($"BROKEN: {what}");
    }

    /// <summary>Gives a figure; one that does not reach its bar fails the run.</summary>
    public void Give(Figure figure)
    {
        if (!figure.Holds)
        {
            wrong.Add(Line(figure));
        }

        Console.Out.WriteLine(json ? JsonSerializer.Serialize(figure, Form) : Line(figure));
    }

    /// <summary>Gives something else that a program may want: an object a line, words for a person.</summary>
    public void Give(object record, string words)
    {
        Console.Out.WriteLine(json ? JsonSerializer.Serialize(record, Form) : words);
    }

    private static string Line(Figure figure)
    {
        var spread = figure.Rounds.Count > 1 ? $"  ({Number(figure.Rounds.Min())} to {Number(figure.Rounds.Max())} over {figure.Rounds.Count} rounds)" : "";
        var limit = figure.Limit is { } l ? $"  limit {Number(l)}" : "";
        var ratio = figure.Ratio is { } r ? $"  ratio {r.ToString("0.00", CultureInfo.InvariantCulture)}" : "";
        var bar = figure.Bar is { } b ? $"  {(b.Direction == BarDirection.AtMost ? "at most" : "at least")} {Number(b.Bound)}: {(figure.Holds ? "holds" : "DOES NOT HOLD")}" : "";
        var note = figure.Note is { } n ? $"  [{n}]" : "";
        return $"{figure.Name}: {Number(figure.Value)} {figure.Unit}{spread}{limit}{ratio}{bar}{note}";
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.###", CultureInfo.InvariantCulture);
}
