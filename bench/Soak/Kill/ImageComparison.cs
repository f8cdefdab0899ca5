namespace Dropzone.Ledger.Bench.Soak.Kill;

/// <summary>Two ledgers of the same source, side by side. Pure.</summary>
internal static class ImageComparison
{
    private const int MostNamed = 20;

    /// <summary>What differs, in words; empty when nothing does.</summary>
    public static IReadOnlyList<string> Differences(LedgerImage clean, LedgerImage killed)
    {
        var streams = clean.Streams.Keys.Union(killed.Streams.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(stream => Difference(stream, clean.Streams.GetValueOrDefault(stream) ?? [], killed.Streams.GetValueOrDefault(stream) ?? []))
            .OfType<string>()
            .ToList();
        return
        [
            .. clean.Faults.Select(static f => $"clean: {f}"),
            .. killed.Faults.Select(static f => $"killed: {f}"),
            .. clean.Streams.Count == 0 ? ["Nothing was ingested: there is nothing to compare."] : Array.Empty<string>(),
            .. streams.Take(MostNamed),
            .. streams.Count > MostNamed ? [$"and {streams.Count - MostNamed} more streams"] : Array.Empty<string>(),
            .. EvidenceDifferences(clean, killed).Take(MostNamed),
            .. clean.Evidence.Count == 0 ? ["No mail had an outcome: there is nothing to compare."] : Array.Empty<string>(),
            .. CoverageDifferences(clean, killed),
        ];
    }

    private static string? Difference(string stream, IReadOnlyList<string> clean, IReadOnlyList<string> killed)
    {
        for (var version = 0; version < Math.Max(clean.Count, killed.Count); version++)
        {
            var expected = version < clean.Count ? clean[version] : "(nothing)";
            var actual = version < killed.Count ? killed[version] : "(nothing)";
            if (expected != actual)
            {
                return $"{stream} version {version + 1}:{Environment.NewLine}  clean:  {expected}{Environment.NewLine}  killed: {actual}";
            }
        }

        return null;
    }

    private static IEnumerable<string> EvidenceDifferences(LedgerImage clean, LedgerImage killed)
    {
        foreach (var mail in clean.Evidence.Keys.Union(killed.Evidence.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!clean.Evidence.TryGetValue(mail, out var expected) || !killed.Evidence.TryGetValue(mail, out var actual))
            {
                yield return $"Only one of the ledgers says what came of {mail}.";
            }
            else if (expected is not null && actual is not null && expected != actual)
            {
                yield return $"{mail}: other bytes were kept.";
            }
        }
    }

    // Each product begins at its own first poll and ends at its own last one, by its clock: moments apart, so that only the stretch which both
    // were asked for can be the same.
    private static IEnumerable<string> CoverageDifferences(LedgerImage clean, LedgerImage killed)
    {
        foreach (var resource in clean.Coverage.Keys.Union(killed.Coverage.Keys, StringComparer.Ordinal))
        {
            if (!clean.Coverage.TryGetValue(resource, out var expected) || !killed.Coverage.TryGetValue(resource, out var actual))
            {
                yield return $"Only one of the ledgers says that {resource} was covered.";
                continue;
            }

            var from = expected[0].From > actual[0].From ? expected[0].From : actual[0].From;
            var to = expected[^1].To < actual[^1].To ? expected[^1].To : actual[^1].To;
            var both = new Stretch(from, to);
            if (!both.Cut(expected).SequenceEqual(both.Cut(actual)))
            {
                yield return $"{resource}: coverage differs; clean {Words(expected)}, killed {Words(actual)}";
            }
        }
    }

    private static string Words(IReadOnlyList<Stretch> stretches) => string.Join(", ", stretches.Select(static s => $"{s.From:O} to {s.To:O}"));
}
