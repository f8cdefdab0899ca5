using System.Globalization;
using System.Text.Json;

namespace Dropzone.Ledger.Bench.Running;

/// <summary>Asks a running product how far its read models and their rebuilds are.</summary>
internal sealed class ReadModelClient(Uri address, string token) : IDisposable
{
    private const string Models = "/api/v1/projections";
    private const string Rebuild = $"{Models}/all/rebuild";

    private readonly HttpClient http = new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };

    /// <summary>Asks for a rebuild of every read model.</summary>
    /// <param name="share">The share of the time that it works; null for the usual one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task RebuildAllAsync(double? share, CancellationToken cancellation)
    {
        var path = share is { } part ? string.Create(CultureInfo.InvariantCulture, $"{Rebuild}?share={part}") : Rebuild;
        (await http.PostAsync(new Uri(path, UriKind.Relative), null, cancellation)).EnsureSuccessStatusCode().Dispose();
    }

    /// <summary>The rebuilds, running or ended.</summary>
    public Task<IReadOnlyList<RebuildSeen>> RebuildsAsync(CancellationToken cancellation) => ItemsAsync(
        Rebuild,
        static r => new RebuildSeen(
            r.GetProperty("name").GetString()!, r.GetProperty("state").GetString()!, r.TryGetProperty("endedAt", out _), r.GetProperty("position").GetInt64(),
            r.GetProperty("head").GetInt64(), Text(r, "hashBefore"), Text(r, "hashAfter"), Text(r, "error")),
        cancellation);

    /// <summary>The read models that answer.</summary>
    public Task<IReadOnlyList<ModelSeen>> ModelsAsync(CancellationToken cancellation) => ItemsAsync(
        Models,
        static m => new ModelSeen(m.GetProperty("name").GetString()!, m.GetProperty("position").GetInt64(), Text(m, "lastError")),
        cancellation);

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<IReadOnlyList<T>> ItemsAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        using var answer = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancellation));
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(read)];
    }

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}

/// <summary>A rebuild as the product told it; texts that it did not give are empty.</summary>
internal sealed record RebuildSeen(string Name, string State, bool Ended, long Position, long Head, string Before, string After, string Error);

/// <summary>A read model as the product told it; <c>Error</c> is empty while it does not stand still.</summary>
internal sealed record ModelSeen(string Name, long Position, string Error);
