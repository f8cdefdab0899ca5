using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion.Tests.Polling;

public sealed class when_a_window_has_several_pages(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const int Alerts = 10, PageSize = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task the_next_one_is_asked_for_while_one_is_committed()
    {
        Publish("ahead", Now.AddMinutes(-50));
        var connector = await world.AddAsync();
        using var connection = world.OpenCloud();
        var (ledger, reader) = (await LedgerAsync(connector), new WatchedReader(Reader(connection)));
        var committed = 0;
        var reading = new WindowReading(
            reader,
            async (window, records, quietly, observedAt, finish, cancellation) =>
            {
                // The last page has none behind it.
                await (quietly ? reader.AskedAsync(++committed + 1).WaitAsync(Patience, cancellation) : Task.CompletedTask);
                return await ledger.RecordAsync(window, records, quietly, observedAt, finish, cancellation);
            },
            TimeProvider.System);

        var read = await ReadAsync(reading, ledger, Now.AddMinutes(-50));

        Assert.Equal((CommitResult.Committed, null), (read.Result, read.Failure));
        Assert.True(committed >= Alerts / PageSize);
        Assert.Equal(Alerts, read.Counts.New);
        Assert.Equal(Alerts, (await world.IngestedAsync(connector)).Distinct().Count());
    }

    [Fact]
    public async Task one_that_was_asked_for_in_vain_is_given_up_before_the_window_ends()
    {
        Publish("vain", Now.AddMinutes(-20));
        var connector = await world.AddAsync();
        using var connection = world.OpenCloud();
        var (ledger, reader) = (await LedgerAsync(connector), new WatchedReader(Reader(connection), staysAt: 2));
        var reading = new WindowReading(
            reader,
            async (_, _, _, _, _, cancellation) =>
            {
                await reader.AskedAsync(2).WaitAsync(Patience, cancellation);
                return (CommitResult.Stopped, WindowCounts.None);
            },
            TimeProvider.System);

        var read = await ReadAsync(reading, ledger, Now.AddMinutes(-20)).WaitAsync(Patience);

        Assert.Equal(CommitResult.Stopped, read.Result);
        Assert.Equal((2, 0), (reader.Asked, reader.UnderWay));
        Assert.Empty(await world.IngestedAsync(connector));
    }

    private static GraphReader Reader(CloudConnection connection) => new(connection, incidents: false, PageSize, _ => Task.CompletedTask);

    private static Task<WindowResult> ReadAsync(WindowReading reading, PollLedger ledger, DateTimeOffset from) => reading.ReadAsync(
        new PollWindow { Origin = Origin.Live, From = from, To = from.AddMinutes(10), Attempt = 1 },
        (_, _) => new CursorStep(ledger.Cursor, []),
        (_, _) => new CursorStep(ledger.Cursor, []),
        default);

    private void Publish(string name, DateTimeOffset from) =>
        world.Cloud.PublishAlerts("[" + string.Join(',', Enumerable.Range(0, Alerts).Select(i => Json.Alert($"{name}-{i:00}", from.AddSeconds(i)))) + "]");

    private async Task<PollLedger> LedgerAsync(string connector)
    {
        var state = (await new ConnectorStreams(world.Database).FindAsync(PollingWorld.Tenant, connector))!;
        var ledger = new PollLedger(world.Database, new ConnectorView(world.Database, PollingWorld.Tenant, state), GraphReader.Alerts);
        await ledger.LoadAsync(default);
        return ledger;
    }

    /// <summary>Tells when a page is asked for; may keep one until its caller gives it up.</summary>
    private sealed class WatchedReader(IResourceReader inner, int staysAt = int.MaxValue) : IResourceReader
    {
        private readonly TaskCompletionSource[] asked = [.. Enumerable.Range(0, Alerts).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

        public int Asked { get; private set; }

        public int UnderWay { get; private set; }

        public string Resource => inner.Resource;

        public string FilterDigest => inner.FilterDigest;

        public int PageSize => inner.PageSize;

        public bool CapKnown => inner.CapKnown;

        public Task AskedAsync(int page) => asked[page - 1].Task;

        public async Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
        {
            UnderWay++;
            try
            {
                var mine = ++Asked;
                asked[mine - 1].TrySetResult();
                await (mine == staysAt ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask);
                return await inner.ReadAsync(request, cancellation);
            }
            finally
            {
                UnderWay--;
            }
        }

        public Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation) =>
            inner.ReadRestAsync(window, recorded, cancellation);
    }
}
