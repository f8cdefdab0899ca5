using System.Globalization;
using Dropzone.Ledger.Api.Problems;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>Reads query parameters and collects everything that is wrong with them.</summary>
public sealed class Parameters
{
    private readonly List<FieldProblem> problems = [];

    /// <summary>What is wrong; null when nothing is.</summary>
    public Problem? Refusal => problems.Count == 0
        ? null
        : new Problem(ProblemKinds.InvalidRequest, string.Join(" ", problems.Select(static p => $"{p.Field}: {p.Message}"))) { Errors = problems };

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, string? text, int fallback, int least, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        problems.Add(new(name, $"A whole number from {least} to {most} is expected.", null));
        return fallback;
    }

    /// <summary>A position, or a number like it.</summary>
    public long Position(string name, string? text, long fallback)
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add(new(name, "A whole number, 0 or more, is expected.", null));
        return fallback;
    }

    /// <summary>A moment, RFC 3339.</summary>
    public DateTimeOffset Time(string name, string? text, DateTimeOffset fallback)
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        problems.Add(new(name, "A time such as 2026-03-02T08:00:00Z is expected.", null));
        return fallback;
    }

    /// <summary>Words separated by commas, given once or several times.</summary>
    public static IReadOnlyList<string> Words(string[]? values) =>
        [.. (values ?? []).SelectMany(static v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];

    /// <summary>One word out of a fixed list.</summary>
    public T OneOf<T>(string name, string? text, T fallback, IReadOnlyDictionary<string, T> words)
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        problems.Add(new(name, $"One of {string.Join(", ", words.Keys)} is expected.", null));
        return fallback;
    }

    /// <summary>Several words, each out of a fixed list.</summary>
    public IReadOnlyList<T> AllOf<T>(string name, string[]? values, IReadOnlyDictionary<string, T> words) =>
        [.. Words(values).Select(word => OneOf(name, word, words.Values.First(), words))];

    /// <summary>Notes something else that is wrong.</summary>
    public void Refuse(string name, string message) => problems.Add(new(name, message, null));
}
