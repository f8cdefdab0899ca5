using System.Collections.Concurrent;
using System.Net;
using Dropzone.Ledger.Bench.Running;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>
/// The changes that people make. Each is sent under a key of its own until the product has answered, over as many processes as that takes, so that
/// a change which a killed process had recorded is found done and not made twice.
/// </summary>
internal sealed class TicketChanges
{
    private const int AtOnce = 6;
    private static readonly string[] Conclusions = ["Malicious", "Suspicious", "Benign", "Undetermined"];

    private readonly Random random;
    private readonly ConcurrentQueue<Change> waiting = new();
    private readonly IReadOnlyList<Guid> alerts;
    private int wished;
    private int accepted;

    /// <summary>Changes of these alerts.</summary>
    public TicketChanges(IReadOnlyList<Guid> alerts, int seed) => (this.alerts, random) = (alerts, new Random(seed));

    /// <summary>How many the product accepted.</summary>
    public int Accepted => accepted;

    /// <summary>Whether some still wait for their answer.</summary>
    public bool Waits => !waiting.IsEmpty;

    private sealed record Change(Guid Alert, int Number, bool Closing)
    {
        public object Body => Closing
            ? new { status = "Closed", conclusion = Conclusions[Number % Conclusions.Length], reason = $"Change {Number}" }
            : new { status = "InProgress" };

        public string Key => $"change-{Number}-{(Closing ? "close" : "open")}";
    }

    /// <summary>Wishes for more.</summary>
    public void Wish(int count)
    {
        for (var i = 0; i < count; i++)
        {
            waiting.Enqueue(new Change(alerts[random.Next(alerts.Count)], ++wished, random.Next(2) == 0));
        }
    }

    /// <summary>Sends what waits until nothing does or the product is gone.</summary>
    public Task SendAsync(Uri address, string token, CancellationToken gone) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            using var client = new ProductClient(address, token);
            while (!gone.IsCancellationRequested && waiting.TryDequeue(out var wish))
            {
                if (!await SendAsync(client, wish, gone))
                {
                    waiting.Enqueue(wish);
                    return;
                }
            }
        }));

    /// <returns>False when the product gave no answer.</returns>
    private async Task<bool> SendAsync(ProductClient client, Change wish, CancellationToken gone)
    {
        try
        {
            var (status, answer) = await client.PostAsync($"/api/v1/alerts/{wish.Alert}/investigation", wish.Body, wish.Key, gone);
            switch (status)
            {
                case HttpStatusCode.OK when answer["changed"]!.GetValue<bool>() || answer["repeated"]!.GetValue<bool>():
                    Interlocked.Increment(ref accepted);
                    return true;
                case HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity:
                    // It stands so already, or it is closed otherwise: the other move is possible from there.
                    waiting.Enqueue(wish with { Closing = !wish.Closing });
                    return true;
                case HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests:
                    waiting.Enqueue(wish);
                    return true;
                default:
                    throw new InvalidOperationException($"The change was refused with {(int)status}: {answer.ToJsonString()}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
