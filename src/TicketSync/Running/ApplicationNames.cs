using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// The names under which the source shows what is written for a connector: as its last outcome said, and before there is one, as our token says. For
/// one caller at a time.
/// </summary>
/// <param name="book">Knows the outcomes.</param>
/// <param name="desk">Opens connections; null = only outcomes are asked.</param>
/// <param name="time">Bounds the wait.</param>
/// <param name="stop">Ends what is asked.</param>
internal sealed class ApplicationNames(TicketBook book, TicketDesk? desk, TimeProvider time, CancellationToken stop)
{
    // Once in the life of a connector, and no longer: a name that comes late only makes the echo of the first writes harder to know.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Task<string?>> asked = new(StringComparer.Ordinal);

    /// <summary>The name for a ticket's connector; null when it is not known.</summary>
    public async ValueTask<string?> OfAsync(TicketReference ticket, CancellationToken cancellation)
    {
        if (book.Application(ticket.Connector) is var told && (told is not null || desk is null))
        {
            return told;
        }

        if (!asked.TryGetValue(ticket.Connector, out var asking))
        {
            asked[ticket.Connector] = asking = AskAsync(desk, ticket);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(asking, Task.Delay(Patience, time, enough.Token)).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
        }

        return asking.IsCompletedSuccessfully ? await asking.ConfigureAwait(false) : null;
    }

    private async Task<string?> AskAsync(TicketDesk open, TicketReference ticket)
    {
        var (way, _) = await open.OpenAsync(ticket, stop).ConfigureAwait(false);
        return way is null ? null : await way.ApplicationAsync(stop).ConfigureAwait(false);
    }
}
