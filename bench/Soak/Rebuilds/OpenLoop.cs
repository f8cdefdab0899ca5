using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Dropzone.Ledger.Bench.Soak.Rebuilds;

/// <summary>
/// Sends a fixed number of requests a second, whether or not the former ones were answered: what waits shows in the times of those behind it. A time
/// is from the moment at which a request was due.
/// </summary>
internal sealed class OpenLoop : IDisposable
{
    private const double RequestsASecond = 50;
    private static readonly string[] Lists = ["/api/v1/alerts?limit=50", "/api/v1/alerts?limit=50&severity=High", "/api/v1/alerts?limit=50&decision=excluded"];
    private static readonly string[] Paths = [.. Lists, "/api/v1/connectors/microsoft365/dashboard", "/api/v1/dashboards", "/api/v1/alerts/facets", .. Lists];

    private readonly HttpClient http;

    public OpenLoop(Uri address, string token)
    {
        var lean = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null };
        http = new HttpClient(lean) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Sends until told to stop, and waits for the last answers.</summary>
    public async Task<LoopResult> RunAsync(Func<bool> goesOn, CancellationToken cancellation)
    {
        var (times, wrong, sent) = (new ConcurrentBag<AnsweredRequest>(), new ConcurrentQueue<string>(), new List<Task>());
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; goesOn(); number++)
        {
            var due = TimeSpan.FromSeconds(number / RequestsASecond);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early)
            {
                await Task.Delay(early, cancellation);
            }

            sent.Add(SendAsync(Paths[number % Paths.Length], due));
        }

        await Task.WhenAll(sent);
        return new LoopResult([.. times.OrderBy(static t => t.Took)], [.. wrong]);

        async Task SendAsync(string path, TimeSpan due)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
                var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
                times.Add(new AnsweredRequest(path, due, (Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds));
                if (!answer.IsSuccessStatusCode)
                {
                    wrong.Enqueue($"{path}: {(int)answer.StatusCode}");
                }
                else if (IsEmpty(body))
                {
                    wrong.Enqueue($"{path}: an empty list");
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                wrong.Enqueue($"{path}: {e.Message}");
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private static bool IsEmpty(byte[] body)
    {
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.TryGetProperty("items", out var items) && items.GetArrayLength() == 0;
    }
}

/// <summary>One request of an open loop.</summary>
/// <param name="Path">What was asked for.</param>
/// <param name="Due">When it was due, from the loop's beginning.</param>
/// <param name="Took">Milliseconds from there to the answer.</param>
internal sealed record AnsweredRequest(string Path, TimeSpan Due, double Took);

/// <summary>What an open loop saw.</summary>
/// <param name="Answers">The quickest first.</param>
/// <param name="Wrong">Every error and empty list.</param>
internal sealed record LoopResult(IReadOnlyList<AnsweredRequest> Answers, IReadOnlyList<string> Wrong)
{
    /// <summary>The time that so many of all requests do not exceed.</summary>
    public double Percentile(double part) => Answers[Math.Min(Answers.Count - 1, (int)Math.Ceiling(part * Answers.Count) - 1)].Took;
}
