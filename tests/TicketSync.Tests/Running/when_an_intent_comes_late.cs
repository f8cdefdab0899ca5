using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Running;

public sealed class when_an_intent_comes_late(TicketWorld world) : IClassFixture<TicketWorld>, IAsyncLifetime
{
    private static readonly TicketReference Ticket = new(TicketWorld.Connector, "law", "00000000-0000-4000-8000-000000000001");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.StopAsync();

    [Fact]
    public void an_older_one_is_overtaken_even_when_the_newer_has_its_outcome()
    {
        var book = new TicketBook();
        var (newer, older) = (Intent(11, "Active"), Intent(10, "Closed"));
        book.Recorded([newer]);
        book.Recorded(newer, new TicketStatusSynced { Intent = newer.Id, Ticket = Ticket, Result = TicketSyncResult.Written, After = newer.Request.Wanted, Attempts = 1 }, 12);

        book.Apply(new StoredEvent(10, older.Id, "s", 2, "ticket_sync_requested", default, DateTimeOffset.UnixEpoch, "", null, null, null), older.Request);

        Assert.True(book.IsOpen(older.Id));
        Assert.True(book.IsOvertaken(older));
        Assert.False(book.IsOvertaken(newer));
    }

    [Fact]
    public void of_incidents_that_were_folded_into_one_a_sweep_compares_one()
    {
        var book = new TicketBook();
        var (into, first, second) = (Ticket, Ticket with { Incident = "a" }, Ticket with { Incident = "b" });
        void Agree(long position, TicketReference ticket)
        {
            var intent = Intent(position, "Active") with { Request = Intent(position, "Active").Request with { Ticket = ticket } };
            book.Recorded([intent]);
            book.Recorded(intent, new TicketStatusSynced { Intent = intent.Id, Ticket = ticket, Result = TicketSyncResult.Written, After = intent.Request.Wanted, Attempts = 1 }, position + 1);
        }

        void Fold(long position, TicketReference ticket) => book.Apply(
            new StoredEvent(position, Guid.NewGuid(), TicketWorld.StreamOf(ticket.Incident), 2, "alert_redirected", default, DateTimeOffset.UnixEpoch, "", null, null, null),
            new AlertRedirected { Version = new("2", "2026-01-02T00:00:00Z"), IntoSourceId = into.Incident, ObservedAt = DateTimeOffset.UnixEpoch });

        Agree(10, first);
        Agree(12, second);
        Assert.Equal([first, second], book.Settled(TicketWorld.Connector).Select(static p => p.Ticket));
        Fold(14, first);
        Fold(15, second);
        Assert.Equal([second], book.Settled(TicketWorld.Connector).Select(static p => p.Ticket));
        Agree(16, into);
        Assert.Equal([into], book.Settled(TicketWorld.Connector).Select(static p => p.Ticket));
    }

    [Fact]
    public async Task a_sweep_that_read_before_a_person_went_on_asks_for_nothing()
    {
        var ticket = await world.IncidentAsync();
        await world.StartAsync();
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);
        await world.StopAsync();

        // The first read is the sweep's: nothing waits for the write-back.
        var budget = new HeldBudget();
        await world.StartAsync(TicketWorld.Fast with { SweepEvery = TimeSpan.FromMilliseconds(40) }, budget);
        await budget.Holds.WaitAsync(TimeSpan.FromSeconds(20));
        await world.MoveAsync(ticket, InvestigationStatus.Closed, Conclusion.Benign);
        await world.SettledAsync(ticket, 2);
        var reads = budget.LetGo();
        await budget.ReadAsync(reads + 3).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.DoesNotContain(await world.EventsAsync(ticket), static e => e is TicketSyncRequested { Cause: TicketSyncCause.Sweep });
        Assert.Equal("Closed", world.Shown(ticket)["status"]!.ToString());
    }

    private static OpenIntent Intent(long position, string status) => new(
        Guid.NewGuid(), "s", position, DateTimeOffset.UnixEpoch,
        new TicketSyncRequested { Ticket = Ticket, Cause = TicketSyncCause.StatusChanged, Wanted = new TicketFields(status) });

    /// <summary>Holds the second read back (the sweep's list of what was modified is the first), and lets every other go.</summary>
    private sealed class HeldBudget : ITicketBudget
    {
        private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int reads;
        private int awaited = int.MaxValue;

        public Task Holds => held.Task;

        public int LetGo()
        {
            go.SetResult();
            return Volatile.Read(ref reads);
        }

        public Task ReadAsync(int count)
        {
            Volatile.Write(ref awaited, count);
            return enough.Task;
        }

        public async ValueTask AcquireAsync(string directory, bool writes, CancellationToken cancellation)
        {
            if (writes)
            {
                return;
            }

            var read = Interlocked.Increment(ref reads);
            if (read == 2)
            {
                held.SetResult();
                await go.Task.WaitAsync(cancellation);
            }

            if (read >= Volatile.Read(ref awaited))
            {
                enough.TrySetResult();
            }
        }
    }
}
