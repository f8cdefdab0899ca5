using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.EndToEnd.Processes;

/// <summary>An API client as anybody could write one: HTTP, JSON and a token.</summary>
public sealed class LedgerApi : IDisposable
{
    private const int PageSize = 1000;

    private readonly HttpClient http;

    /// <summary>Speaks to a host.</summary>
    /// <param name="address">The host's address.</param>
    /// <param name="token">An access token; null sends none.</param>
    public LedgerApi(Uri address, string? token)
    {
        Address = address;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(30),
        };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The host's address.</summary>
    public Uri Address { get; }

    /// <summary>The answer, whatever its status.</summary>
    public Task<HttpResponseMessage> AskAsync(string path) => http.GetAsync(path);

    /// <summary>The document at a path.</summary>
    /// <exception cref="HttpRequestException">The answer is not a success; its body stands in the message.</exception>
    public Task<JsonElement> GetAsync(string path) => ReadAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Posts a document, or nothing.</summary>
    /// <exception cref="HttpRequestException">The answer is not a success; its body stands in the message.</exception>
    public Task<JsonElement> PostAsync(string path, string? json = null) => ReadAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
    });

    /// <summary>The whole log, or the events of some types.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync(string? types = null, long after = 0)
    {
        var events = new List<JsonElement>();
        while (true)
        {
            var page = await GetAsync($"api/v1/events?after={after}&limit={PageSize}{(types is null ? "" : $"&types={types}")}");
            var items = page.Items();
            events.AddRange(items);
            if (items.Count < PageSize)
            {
                return events;
            }

            after = items[^1].Number("position");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<JsonElement> ReadAsync(HttpRequestMessage request)
    {
        using var asked = request;
        using var answer = await http.SendAsync(asked);
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{request.Method} {request.RequestUri}: {(int)answer.StatusCode} {body}", null, answer.StatusCode);
        }

        return answer.StatusCode == HttpStatusCode.NoContent || body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
    }
}
