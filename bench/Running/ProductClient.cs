using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Bench.Running;

/// <summary>What a client of the product's HTTP interface does in these runs.</summary>
internal sealed class ProductClient : IDisposable
{
    private readonly HttpClient http;

    /// <summary>A client with the database's token.</summary>
    public ProductClient(Uri address, string token)
    {
        http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Makes a connector, unless it is there.</summary>
    public async Task ConfigureAsync(JsonObject connector, CancellationToken cancellation)
    {
        using var content = new StringContent(connector.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/v1/connectors", UriKind.Relative), content, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The connector was refused: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    /// <summary>Replaces the settings of a connector, unless they have the same conflict policy already.</summary>
    /// <exception cref="InvalidOperationException">They were refused.</exception>
    public async Task ReplaceAsync(JsonObject connector, CancellationToken cancellation)
    {
        var path = new Uri($"/api/v1/connectors/{connector["id"]}", UriKind.Relative);
        using var now = await http.GetAsync(path, cancellation);
        var settings = JsonNode.Parse(await now.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation))!["settings"];
        if (settings?["ticketSync"]?["conflictPolicy"]?.ToString() == connector["ticketSync"]?["conflictPolicy"]?.ToString())
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(connector.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.IfMatch.Add(now.Headers.ETag!);
        using var answer = await http.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The settings were refused: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    /// <summary>Sends a command under a key; the same key is never done twice.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, object? body, string key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request, cancellation);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!);
    }

    /// <summary>Polls a connector until it is caught up.</summary>
    /// <returns>What was wrong; null when every resource was read whole.</returns>
    public async Task<string?> PollAsync(string connector, CancellationToken cancellation)
    {
        using var answer = await http.PostAsync(new Uri($"/api/v1/connectors/{connector}/poll", UriKind.Relative), null, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            return text;
        }

        var polled = JsonNode.Parse(text)!;
        if (polled["busyElsewhere"]?.GetValue<bool>() == true)
        {
            return "The connector is polled by another process.";
        }

        var resources = polled["resources"]!.AsArray();
        return resources.Count == 0 || resources.Any(static r => r!["failed"] is not null) ? text : null;
    }

    /// <summary>Polls every connector until each was read whole.</summary>
    /// <exception cref="TimeoutException">It never was; the last answer says why.</exception>
    public async Task PollAllAsync(IEnumerable<string> connectors, CancellationToken cancellation)
    {
        foreach (var connector in connectors)
        {
            string? wrong = "";
            for (var attempt = 0; attempt < 60 && wrong is not null; attempt++)
            {
                wrong = await PollAsync(connector, cancellation);
                if (wrong is not null)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
                }
            }

            if (wrong is not null)
            {
                throw new TimeoutException($"'{connector}' was never read whole: {wrong}");
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();
}
