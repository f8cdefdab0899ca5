using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>What one event changed.</summary>
/// <param name="Field">The name of a fact, or <c>decision</c>, <c>redirectedTo</c>, <c>investigation.…</c>, <c>erased</c>.</param>
/// <param name="From">The value before; absent when there was none.</param>
/// <param name="To">The value after; absent when there is none.</param>
public sealed record FieldChange(string Field, JsonElement? From, JsonElement? To);

/// <summary>Compares an alert before and after an event. Pure.</summary>
public static class AlertChanges
{
    /// <summary>Everything current that differs; nothing for the first sight, which brings everything, and for late old versions.</summary>
    public static IReadOnlyList<FieldChange> Between(AlertState? before, AlertState? after) =>
        before is null || after is null ? [] : [.. Facts(before.Facts, after.Facts), .. Rest(before, after)];

    private static IEnumerable<FieldChange> Facts(AlertFacts before, AlertFacts after)
    {
        if (ReferenceEquals(before, after))
        {
            return [];
        }

        var (old, now) = (Element(before), Element(after));
        return now.EnumerateObject().Select(static p => p.Name)
            .Union(old.EnumerateObject().Select(static p => p.Name), StringComparer.Ordinal)
            .Select(name => new FieldChange(name, Value(old, name), Value(now, name)))
            .Where(static c => !Same(c.From, c.To))
            .OrderBy(static c => c.Field, StringComparer.Ordinal);
    }

    private static IEnumerable<FieldChange> Rest(AlertState before, AlertState after) =>
        new[]
        {
            new FieldChange("decision", Text(Word(before.Decision)), Text(Word(after.Decision))),
            new FieldChange("redirectedTo", Text(before.RedirectedTo), Text(after.RedirectedTo)),
            new FieldChange("investigation.status", Text(before.Investigation.Status.ToString()), Text(after.Investigation.Status.ToString())),
            new FieldChange("investigation.conclusion", Text(before.Investigation.Conclusion?.ToString()), Text(after.Investigation.Conclusion?.ToString())),
            new FieldChange("investigation.assignee", Text(before.Investigation.Assignee), Text(after.Investigation.Assignee)),
            new FieldChange("investigation.notes", Element(before.Investigation.Notes), Element(after.Investigation.Notes)),
            new FieldChange("erased", Element(before.Erased), Element(after.Erased)),
        }.Where(static c => !Same(c.From, c.To));

    private static string Word(Decision decision) => decision is Excluded excluded ? $"excluded by {excluded.Rule}" : "included";

    private static JsonElement? Text(string? text) => text is null ? null : Element(text);

    private static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value, LedgerJson.Options);

    private static JsonElement? Value(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value : null;

    private static bool Same(JsonElement? a, JsonElement? b) => (a, b) switch
    {
        (null, null) => true,
        ({ } x, { } y) => JsonElement.DeepEquals(x, y),
        _ => false,
    };
}
