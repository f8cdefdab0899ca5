using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Api.Cli.Replay;

/// <summary>A fact before and after, in one line.</summary>
internal static class FactText
{
    private const int Longest = 120;

    /// <summary>The line for a fact by its stored name.</summary>
    public static string Change(string name, AlertFacts? before, AlertFacts after) => $"{name}: {Of(before, name)} → {Of(after, name)}";

    private static string Of(AlertFacts? facts, string name)
    {
        if (facts is null)
        {
            return "?";
        }

        var value = JsonSerializer.SerializeToElement(facts, LedgerJson.Options);
        if (!value.TryGetProperty(name, out var field))
        {
            return "–";
        }

        var text = field.ValueKind switch
        {
            JsonValueKind.String => field.GetString()!,
            JsonValueKind.Array when field.GetArrayLength() == 0 => "–",
            JsonValueKind.Array when field[0].ValueKind == JsonValueKind.String => string.Join(", ", field.EnumerateArray().Select(i => i.GetString())),
            JsonValueKind.Array => $"{field.GetArrayLength()} item(s)",
            _ => field.GetRawText(),
        };
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }
}
