using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>What differs between two versions of an alert.</summary>
public static class FactChanges
{
    /// <summary>The names (as the API spells them) of the facts that differ, in ordinal order.</summary>
    public static IReadOnlyList<string> Between(AlertFacts before, AlertFacts after)
    {
        var old = JsonSerializer.SerializeToNode(before, LedgerJson.Options)!.AsObject();
        var now = JsonSerializer.SerializeToNode(after, LedgerJson.Options)!.AsObject();
        return
        [
            .. old.Select(p => p.Key).Union(now.Select(p => p.Key), StringComparer.Ordinal)
                .Where(name => !JsonNode.DeepEquals(old[name], now[name]))
                .Order(StringComparer.Ordinal),
        ];
    }
}
