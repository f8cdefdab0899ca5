using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>
/// When a kept world ran: it began once, and stands still while nobody runs it. All that happens in a world follows from what it is made of and from
/// these times, so that a restart serves again what was served before, and goes on. What was written to it from outside is lost with its process.
/// </summary>
internal sealed class WorldRuns
{
    private const string FileName = "world.json";

    // A killed process has marked its last second or the one before: what happened since then has happened too.
    private static readonly TimeSpan Unmarked = TimeSpan.FromSeconds(2);

    // What ran is run again at each start: half a day takes seconds, a week would take minutes and gigabytes.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private readonly string? path;
    private readonly Kept kept;

    private WorldRuns(string? path, Kept kept) => (this.path, this.kept) = (path, kept);

    /// <summary>When the world began.</summary>
    public DateTimeOffset Began => kept.Runs[0].From;

    /// <summary>
    /// The runs of the world in a folder, of which one begins now; those of a new world when it holds none that is made of the same, or one that ran
    /// for longer than half a day.
    /// </summary>
    /// <param name="directory">The folder; null = nothing is kept.</param>
    /// <param name="madeOf">Everything but the time that the world follows from.</param>
    /// <param name="now">The time, cut to milliseconds.</param>
    public static WorldRuns Open(string? directory, string madeOf, DateTimeOffset now)
    {
        string? file = directory is null ? null : Path.Combine(directory, FileName);
        var runs = new WorldRuns(file, Read(file) is { } before && before.MadeOf == madeOf && before.CanBeRepeated ? before : new Kept(madeOf, []));
        runs.Begin(now);
        return runs;
    }

    /// <summary>Lets happen in a world what happened in the runs before this one; what was planned for later happens later by the pauses between.</summary>
    public void Repeat(Schedule schedule)
    {
        foreach ((Run before, Run next) in kept.Runs.Zip(kept.Runs.Skip(1)))
        {
            schedule.RunUntil(before.To);
            schedule.Pause(before.To);
            schedule.Resume(next.From);
        }
    }

    /// <summary>Notes that the world ran until now.</summary>
    public void Mark(DateTimeOffset now)
    {
        Run current = kept.Runs[^1];
        if (now > current.To)
        {
            kept.Runs[^1] = current with { To = now };
            Write();
        }
    }

    private void Begin(DateTimeOffset now)
    {
        if (kept.Runs is [.., var last])
        {
            DateTimeOffset to = last.To + Unmarked;
            kept.Runs[^1] = last with { To = to };
            now = now > to ? now : to;
        }

        kept.Runs.Add(new Run(now, now));
        Write();
    }

    private void Write()
    {
        if (path is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(kept, JsonSerializerOptions.Web));
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    private static Kept? Read(string? file)
    {
        try
        {
            return file is not null && File.Exists(file) ? JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(file), JsonSerializerOptions.Web) : null;
        }
        catch (JsonException)
        {
            // Not ours, or of another version: the world begins anew.
            return null;
        }
    }

    /// <param name="MadeOf">What the world follows from.</param>
    /// <param name="Runs">When it ran, in order.</param>
    private sealed record Kept(string MadeOf, List<Run> Runs)
    {
        [JsonIgnore]
        public bool CanBeRepeated => Runs.Count > 0 && Runs.Sum(static run => (run.To - run.From).Ticks) <= Longest.Ticks;
    }

    private sealed record Run(DateTimeOffset From, DateTimeOffset To);
}
