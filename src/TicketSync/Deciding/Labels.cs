using System.Text.Json;

namespace Dropzone.Ledger.TicketSync;

/// <summary>The labels of an incident, which are not ours and only read.</summary>
internal static class Labels
{
    private const string Folded = "Redirected";

    /// <summary>Whether one of them says that Defender folded the incident into another one.</summary>
    public static bool SayFolded(ReadOnlyMemory<byte> labels)
    {
        if (labels.IsEmpty)
        {
            return false;
        }

        using var read = JsonDocument.Parse(labels, new JsonDocumentOptions { MaxDepth = 64 });
        return read.RootElement.ValueKind == JsonValueKind.Array && read.RootElement.EnumerateArray().Any(static label =>
            label.ValueKind == JsonValueKind.Object && label.TryGetProperty("labelName"u8, out var name)
            && name.ValueKind == JsonValueKind.String && string.Equals(name.GetString(), Folded, StringComparison.OrdinalIgnoreCase));
    }
}
