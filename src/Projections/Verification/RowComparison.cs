using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Projections;

/// <summary>Says how two rows differ. Pure.</summary>
internal static class RowComparison
{
    private const int LongestValue = 200;

    /// <summary>The finding for a row of which at least one side is given.</summary>
    public static Finding Between(string readModel, string table, IReadOnlyList<string> keys, string? stands, string? fresh)
    {
        var left = stands is null ? null : JsonNode.Parse(stands)!.AsObject();
        var right = fresh is null ? null : JsonNode.Parse(fresh)!.AsObject();
        var key = string.Join(", ", keys.Select(k => $"{k}={(left ?? right)![k]?.ToString()}"));
        return (left, right) switch
        {
            (null, _) => new Finding(readModel, FindingKind.MissingRow, table, key, [], $"{readModel}: table {table} lacks the row {key}."),
            (_, null) => new Finding(readModel, FindingKind.ExtraRow, table, key, [], $"{readModel}: table {table} has a row {key} that no event explains."),
            _ => Wrong(readModel, table, key, Differences("", left, right).ToList()),
        };
    }

    private static Finding Wrong(string readModel, string table, string key, List<ColumnDifference> differences) => new(
        readModel, FindingKind.WrongRow, table, key, differences,
        $"{readModel}: row {key} of table {table} differs in {string.Join(", ", differences.Select(d => $"{d.Column} (stands {d.Stands}, the record says {d.Expected})"))}.");

    // Documents are compared member by member, so that a wrong one is named by what is wrong in it.
    private static IEnumerable<ColumnDifference> Differences(string path, JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (JsonObject a, JsonObject b) => a.Select(m => m.Key).Union(b.Select(m => m.Key), StringComparer.Ordinal)
            .SelectMany(name => Differences(path.Length == 0 ? name : $"{path}.{name}", a[name], b[name])),
        _ when JsonNode.DeepEquals(left, right) => [],
        _ => [new ColumnDifference(path, Show(left), Show(right))],
    };

    private static string Show(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
