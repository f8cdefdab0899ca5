using System.Net.ServerSentEvents;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Events;

public sealed class LiveTests : IAsyncLifetime
{
    private RunningLedger? ledger;

    public async Task InitializeAsync() => ledger = await RunningLedger.StartAsync(options => options with
    {
        Heartbeat = TimeSpan.FromMilliseconds(100),
        LiveRecheck = TimeSpan.FromMilliseconds(200),
    });

    public async Task DisposeAsync() => await ledger!.DisposeAsync();

    [Fact]
    public async Task an_event_arrives_and_the_stream_ends_with_its_token()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var token = await ledger!.TokenAsync(Role.Auditor);
        var head = (await ledger.Database.Log.HeadAsync("default", patience.Token)).Position;
        using var response = await ledger.Client(token.Secret.Text).GetAsync(
            $"/api/v1/events/live?after={head}", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        var items = SseParser.Create(body).EnumerateAsync(patience.Token).GetAsyncEnumerator(patience.Token);
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("heartbeat", items.Current.EventType);

        var (id, position) = await Seeds.AlertAsync(ledger, "live", "l1");
        var arrived = await NextAsync(items, "event");
        Assert.Equal(position.ToString(), arrived.EventId);
        Assert.Contains(id.ToString(), arrived.Data, StringComparison.Ordinal);

        await ledger.Service<TokenIssuing>().RevokeAsync("default", token.Token.Id, Domain.Events.Actor.Ledger, patience.Token);
        await NextAsync(items, "ended");
        Assert.False(await items.MoveNextAsync());
        await items.DisposeAsync();
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> items, string type)
    {
        while (await items.MoveNextAsync())
        {
            if (items.Current.EventType == type)
            {
                return items.Current;
            }
        }

        throw new InvalidOperationException($"The stream ended without '{type}'.");
    }
}
