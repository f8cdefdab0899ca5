using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Projections;

/// <summary>What an alert can be found by, as the search keeps it.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Position">The position of its first sight.</param>
/// <param name="SourceId">The source's own id, which later versions do not repeat.</param>
/// <param name="Version">The current version, by the source's own order.</param>
/// <param name="Text">See <see cref="Of"/>.</param>
internal sealed record AlertText(Guid Id, long Position, string SourceId, SourceVersion Version, string Text)
{
    private const int LongestPart = 1000;
    private const int Longest = 8000;

    /// <summary>
    /// The text of one version: title, the source's id, incident numbers and vendors' ids, each on a line of its own, so that no word is found
    /// across two. Entities are not in it: they lie in the vault, from where they can be erased.
    /// </summary>
    public static string Of(string sourceId, AlertFacts facts)
    {
        IEnumerable<string?> parts =
        [
            facts.Title, sourceId, facts.IncidentNumber, facts.ProviderIncidentId, .. facts.VendorAlertIds,
            .. facts.Alerts.SelectMany(static a => (IEnumerable<string?>)[a.SystemAlertId, .. a.VendorAlertIds]),
        ];
        var text = string.Join('\n', parts.Where(static p => !string.IsNullOrEmpty(p)).Select(static p => AlertEntryFold.Cut(p!, LongestPart)).Distinct(StringComparer.Ordinal));
        return AlertEntryFold.Cut(text, Longest);
    }
}
