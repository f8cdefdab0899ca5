using System.Collections.Concurrent;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Api.Access;

/// <summary>
/// Slows guessing down, and records refused sign-ins of known tokens, at most one a minute for each token and reason: a script with a dead
/// token must not fill the ledger. Counts are per process and forgotten after a minute.
/// </summary>
public sealed class SignInGuard(LedgerRecords records, TimeProvider time, ILogger<SignInGuard> log)
{
    /// <summary>Failures that one address may have within a minute.</summary>
    public const int TriesAMinute = 30;

    private const int LargestTable = 10_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, int Count)> failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(Guid Token, string Code), DateTimeOffset> recorded = new();

    /// <summary>How long this address has to wait; null when it may try.</summary>
    public TimeSpan? WaitOf(HttpContext context) =>
        failures.TryGetValue(Address(context), out var seen) && seen.Count >= TriesAMinute && Age(seen.Since) < Minute
            ? Minute - Age(seen.Since)
            : null;

    /// <summary>Counts a failure that no tenant can be told of.</summary>
    public void Failed(HttpContext context)
    {
        Forget();
        var now = time.GetUtcNow();
        failures.AddOrUpdate(
            Address(context),
            (now, 1),
            (_, seen) => now - seen.Since >= Minute ? (now, 1) : (seen.Since, seen.Count + 1));
    }

    /// <summary>Counts a failure with a known token and tells its tenant.</summary>
    public async Task RefusedAsync(HttpContext context, AccessToken token, string code)
    {
        Failed(context);
        var now = time.GetUtcNow();
        var last = recorded.GetOrAdd((token.Id, code), DateTimeOffset.MinValue);
        if (now - last < Minute || !recorded.TryUpdate((token.Id, code), now, last))
        {
            return;
        }

        var refused = new SignInRefused { Code = code, Token = token.Id, RemoteAddress = Address(context) };
        if (await records.AppendAsync(token.Tenant, refused, Guid.NewGuid(), "ledger", context.RequestAborted) is null)
        {
            log.LogWarning("A refused sign-in could not be recorded ({Code}, token {Token})", code, token.Id);
        }
    }

    private TimeSpan Age(DateTimeOffset since) => time.GetUtcNow() - since;

    private void Forget()
    {
        if (failures.Count < LargestTable)
        {
            return;
        }

        foreach (var (address, seen) in failures)
        {
            if (Age(seen.Since) >= Minute)
            {
                failures.TryRemove(address, out _);
            }
        }
    }

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
