using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Commands;

/// <summary>
/// Runs a command: decide, append, and decide again when somebody else was faster. With an idempotency key its events get ids made from the
/// key, and their correlation id is the request's fingerprint, so that a repetition is told from another request under the same key.
/// </summary>
public sealed class CommandRunner(LedgerDatabase database)
{
    private const int Tries = 6;
    private const int MostEvents = 16;

    /// <summary>Runs it.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="headers">Its key and version.</param>
    /// <param name="decide">Decides on the present state, If-Match included; gets the ids that the events will have, in order. Called again after a conflict.</param>
    /// <param name="cancellation">Ends the wait; what is in flight may still be committed.</param>
    public async Task<Ran> RunAsync(
        Caller caller, CommandHeaders headers, Func<IReadOnlyList<Guid>, Task<Decided>> decide, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (await EarlierAsync(caller, headers, cancellation) is { } earlier)
        {
            return earlier;
        }

        for (var attempt = 1; ; attempt++)
        {
            var ids = Ids(caller, headers);
            var decided = await decide(ids);
            switch (decided)
            {
                case Decided.Refused refused:
                    return new Ran.Refused(refused.Problem);
                case Decided.Nothing:
                    var head = await database.Log.HeadAsync(caller.Tenant, cancellation);
                    return new Ran.Done(head.Position, Changed: false, Repeated: false);
                case Decided.Events events:
                    var outcome = await database.Log.AppendAsync(Request(caller, headers, events, ids), cancellation);
                    if (await ReadAsync(outcome, caller, headers, attempt, cancellation) is { } ran)
                    {
                        return ran;
                    }

                    break;
                default:
                    throw new InvalidOperationException("A decision is events, nothing or a refusal.");
            }
        }
    }

    private async Task<Ran?> ReadAsync(
        AppendOutcome outcome, Caller caller, CommandHeaders headers, int attempt, CancellationToken cancellation) => outcome switch
        {
            AppendOutcome.Appended done => new Ran.Done(done.LastPosition, Changed: true, Repeated: false),
            AppendOutcome.AlreadyAppended known => new Ran.Done(known.LastPosition, Changed: true, Repeated: true),
            AppendOutcome.VersionConflict or AppendOutcome.ContentConflict
                when await EarlierAsync(caller, headers, cancellation) is { } earlier => earlier,
            AppendOutcome.VersionConflict when attempt < Tries => null,
            AppendOutcome.VersionConflict =>
                new Ran.Refused(new Problem(ProblemKinds.Conflict, "Others change it at this moment. Try again.") { RetryAfter = TimeSpan.FromSeconds(1) }),
            AppendOutcome.TenantUnknown => new Ran.Refused(new Problem(ProblemKinds.NotFound, "The tenant of this token does not exist.")),
            _ => throw new InvalidOperationException($"A command cannot end in {outcome.GetType().Name}."),
        };

    private async Task<Ran?> EarlierAsync(Caller caller, CommandHeaders headers, CancellationToken cancellation)
    {
        if (headers.Key is not { } key)
        {
            return null;
        }

        var found = await database.Log.FindAsync(caller.Tenant, EventIds.Command(caller.Tenant, key, 0), cancellation);
        if (found is null)
        {
            return null;
        }

        if (found.CorrelationId != headers.Fingerprint())
        {
            return new Ran.Refused(new Problem(
                ProblemKinds.IdempotencyConflict, "Another request was done under this Idempotency-Key. Use a new key for a new request."));
        }

        var last = found.Position;
        for (var index = 1; index < MostEvents; index++)
        {
            var next = await database.Log.FindAsync(caller.Tenant, EventIds.Command(caller.Tenant, key, index), cancellation);
            if (next is null)
            {
                break;
            }

            last = next.Position;
        }

        return new Ran.Done(last, Changed: true, Repeated: true);
    }

    private static List<Guid> Ids(Caller caller, CommandHeaders headers) =>
        [.. Enumerable.Range(0, MostEvents).Select(i => headers.Key is { } key ? EventIds.Command(caller.Tenant, key, i) : Guid.NewGuid())];

    private static AppendRequest Request(Caller caller, CommandHeaders headers, Decided.Events events, List<Guid> ids)
    {
        var correlation = headers.Key is null ? headers.Trace : headers.Fingerprint();
        var encoded = events.Happened.Select((happened, index) =>
        {
            var form = EventCodec.Encode(happened);
            return new EventToAppend(ids[index], form.Alias, form.Data) { CorrelationId = correlation, UserName = caller.Name };
        });
        return new AppendRequest
        {
            Tenant = caller.Tenant,
            Mode = AppendMode.Command,
            Streams = [new StreamAppend(events.Stream, events.StreamType, events.Version, [.. encoded])],
            Checks = events.Checks,
            Erase = events.Erase,
        };
    }
}
