using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Bench.Soak.Log;

/// <summary>What must hold of a log, whatever was done to it, and of what its readers saw of it.</summary>
internal static class LogPromises
{
    /// <summary>Each broken promise in words.</summary>
    public static IEnumerable<string> Broken(IReadOnlyList<StoredEvent> log, StressTally tally)
    {
        var ids = log.Select(static one => one.Id).ToHashSet();
        var promised = tally.Promised.ToHashSet();
        if (ids.Count != log.Count || promised.Count != tally.Promised.Count)
        {
            yield return "An event is in the log twice.";
        }

        if (promised.FirstOrDefault(id => !ids.Contains(id)) is var lost && lost != Guid.Empty)
        {
            yield return $"The event {lost} was answered with yes and is not in the log.";
        }

        if (ids.FirstOrDefault(id => !promised.Contains(id)) is var ghost && ghost != Guid.Empty)
        {
            yield return $"The event {ghost} is in the log and nobody was promised it{(tally.RolledBack.Contains(ghost) ? ": its transaction was rolled back" : "")}.";
        }

        for (var n = 0; n < log.Count; n++)
        {
            if (log[n].Position != n + 1)
            {
                yield return $"The event number {n + 1} of the log has position {log[n].Position}.";
                yield break;
            }

            if (n > 0 && log[n].Timestamp <= log[n - 1].Timestamp)
            {
                yield return $"The event at {log[n].Position} is not later than the one before it.";
            }
        }

        foreach (var stream in log.GroupBy(static one => one.Stream, StringComparer.Ordinal))
        {
            if (!stream.Select(static one => one.Version).SequenceEqual(Enumerable.Range(1, stream.Count()).Select(static n => (long)n)))
            {
                yield return $"The versions of {stream.Key} have a hole or a double.";
            }
        }
    }

    /// <summary>Where what a reader saw is not the log: a hole, a late event, one twice, one ahead of its commit that never came.</summary>
    public static IEnumerable<string> Broken(string reader, IReadOnlyList<StoredEvent> seen, IReadOnlyList<StoredEvent> log)
    {
        var differs = seen.Zip(log).FirstOrDefault(static pair => (pair.First.Position, pair.First.Id) != (pair.Second.Position, pair.Second.Id));
        if (differs.First is not null)
        {
            yield return $"{reader} saw {differs.First.Id} at {differs.First.Position} where the log has {differs.Second.Id} at {differs.Second.Position}.";
        }

        if (seen.Count != log.Count)
        {
            yield return $"{reader} saw {seen.Count} events of {log.Count}.";
        }
    }
}
