using System.Text.Json;

namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary>One file that the manifest names.</summary>
/// <param name="File">Its path within the folder.</param>
/// <param name="Resource">The source that it was recorded from.</param>
/// <param name="Records">Its records.</param>
internal sealed record SampleFile(string File, string Resource, IReadOnlyList<JsonElement> Records);

/// <summary>Reads a folder of recorded files.</summary>
internal static class SampleFolder
{
    /// <summary>The files that the manifest names.</summary>
    public static IReadOnlyList<SampleFile> Named(string directory) =>
    [
        .. Parse(Path.Combine(directory, "manifest.json")).EnumerateArray().Select(entry =>
        {
            var file = entry.GetProperty("file").GetString()!;
            return new SampleFile(file, entry.GetProperty("resource").GetString()!, Records(Parse(Path.Combine(directory, file))));
        }),
    ];

    /// <summary>Every other file, with why it is not an alert.</summary>
    public static IEnumerable<(string File, string Why)> Others(string directory, IEnumerable<SampleFile> named)
    {
        var known = named.Select(static n => n.File).Append("manifest.json").ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = Path.GetRelativePath(directory, path).Replace('\\', '/');
            if (!known.Contains(file))
            {
                yield return (file, WhyNotAnAlert.OfFile(file, () => TryParse(path)));
            }
        }
    }

    private static IReadOnlyList<JsonElement> Records(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => [.. root.EnumerateArray()],
        JsonValueKind.Object when root.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Array => [.. value.EnumerateArray()],
        _ => [root],
    };

    private static JsonElement Parse(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static JsonElement? TryParse(string path)
    {
        try
        {
            return Parse(path);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
