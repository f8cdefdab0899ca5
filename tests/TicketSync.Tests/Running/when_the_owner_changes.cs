using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Running;

public sealed class when_the_owner_changes(TicketWorld world) : IClassFixture<TicketWorld>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.StopAsync();

    [Fact]
    public async Task one_that_had_decided_to_write_when_its_lease_was_lost_writes_nothing()
    {
        var ticket = await world.IncidentAsync();
        var frozen = new FrozenWrites();
        await using var session = await world.Database.OpenLeaseSessionAsync();
        var former = world.Workers(budget: frozen).RunAsync(session, default);
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await frozen.Begun.WaitAsync(TimeSpan.FromSeconds(20));

        await world.EndLeaseSessionsAsync();
        await world.StartAsync();
        await world.SettledAsync(ticket);
        await world.MoveAsync(ticket, InvestigationStatus.Queued);
        var state = await world.SettledAsync(ticket, 2);
        var written = world.Cloud.Requests.Count(IsWrite);
        frozen.Thaw();
        await former;

        Assert.All(state.Tickets, static t => Assert.Equal(TicketIntentState.Written, t.State));
        Assert.Equal(2, written);
        Assert.Equal(written, world.Cloud.Requests.Count(IsWrite));
        Assert.Equal("New", world.Shown(ticket)["status"]!.ToString());
        Assert.Equal(2, (await world.StateAsync(ticket)).Tickets.Count);
    }

    [Fact]
    public async Task the_next_one_goes_on_without_being_told()
    {
        var ticket = await world.IncidentAsync();
        await using var first = await world.Database.OpenLeaseSessionAsync();
        await using var second = await world.Database.OpenLeaseSessionAsync();
        using var stop = new CancellationTokenSource();
        var frozen = new FrozenWrites();
        var former = world.Workers(budget: frozen).RunAsync(first, default);
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await frozen.Begun.WaitAsync(TimeSpan.FromSeconds(20));
        var next = world.Workers().RunAsync(second, stop.Token);
        Assert.Single((await world.StateAsync(ticket)).OpenTickets);

        await first.DisposeAsync();
        Assert.Equal(TicketIntentState.Written, Assert.Single((await world.SettledAsync(ticket)).Tickets).State);
        frozen.Thaw();
        await former;
        await stop.CancelAsync();
        await next;
    }

    private static bool IsWrite(Simulator.Control.RequestEntry request) => request.Method == "PUT";

    /// <summary>Stops a process between its decision and its write, deaf to every cancellation.</summary>
    private sealed class FrozenWrites : ITicketBudget
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource thawed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => begun.Task;

        public void Thaw() => thawed.SetResult();

        public async ValueTask AcquireAsync(string directory, bool writes, CancellationToken cancellation)
        {
            if (writes)
            {
                begun.TrySetResult();
                await thawed.Task;
            }
        }
    }
}
