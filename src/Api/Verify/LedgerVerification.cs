using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Verify;

/// <summary>What was checked and what was found.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Events">Events read.</param>
/// <param name="Streams">Streams met.</param>
/// <param name="Head">The log's head when the check began.</param>
/// <param name="Findings">All that does not hold; empty when all holds.</param>
public sealed record VerificationReport(string Tenant, long Events, long Streams, long Head, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether every promise holds.</summary>
    public bool Holds => Findings.Count == 0;

    /// <summary>Intents of write-backs: intents = written + already in sync + superseded + failed + waiting.</summary>
    public long Intents { get; init; }

    /// <summary>Of them, those that changed their incident.</summary>
    public long Written { get; init; }

    /// <summary>Of them, those that had nothing to change.</summary>
    public long AlreadyInSync { get; init; }

    /// <summary>Of them, those that another intent, or the other side, made moot.</summary>
    public long Superseded { get; init; }

    /// <summary>Of them, those that need a person, or needed one.</summary>
    public long Failed { get; init; }

    /// <summary>Of them, those that have no outcome yet.</summary>
    public long Waiting { get; init; }
}

/// <summary>Checks the one sentence of guarantees against a database: the log, the vault, and every read model against a fresh fold.</summary>
public sealed class LedgerVerification(LedgerDatabase database, ReadModels readModels)
{
    private const int BatchSize = 1000;

    /// <summary>Findings past this number are counted and not listed.</summary>
    private const int MostFindings = 1000;

    /// <summary>Checks a tenant up to the head that it has now; the product may go on working.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="from">The first position; read models and stream rows are checked only when it is 1 and <paramref name="to"/> is null.</param>
    /// <param name="to">The last position; null = the head.</param>
    /// <param name="progress">Told the last position checked, and the head.</param>
    /// <param name="cancellation">Ends the check.</param>
    public async Task<VerificationReport> VerifyAsync(string tenant, long from, long? to, IProgress<(long Position, long Head)>? progress, CancellationToken cancellation)
    {
        var head = (await database.Log.HeadAsync(tenant, cancellation)).Position;
        var last = Math.Min(to ?? head, head);
        var whole = from <= 1 && to is null;
        var audit = new LogAudit(from - 1) { Partial = from > 1 };
        var findings = new List<Finding>();
        while (audit.Position < last)
        {
            var batch = await database.Log.ReadLogAsync(tenant, audit.Position, (int)Math.Min(BatchSize, last - audit.Position), null, cancellation);
            if (batch.Count == 0)
            {
                findings.Add(new(CheckName.Positions, $"position {audit.Position + 1}", $"events are missing up to the head {last}"));
                break;
            }

            await ObserveAsync(tenant, audit, batch, findings, cancellation);
            progress?.Report((audit.Position, last));
        }

        findings.AddRange(whole ? audit.Finish() : []);
        if (whole)
        {
            audit.IsAtHead = (await database.Log.HeadAsync(tenant, cancellation)).Position == audit.Position;
            findings.AddRange(await TableChecks.FindAsync(database, tenant, audit, cancellation));
            findings.AddRange((await new ReadModelVerification(readModels).VerifyAsync(tenant, null, cancellation)).Select(OfReadModel));
        }

        return new VerificationReport(tenant, audit.Events, audit.Streams.Count, head, [.. findings.Take(MostFindings)])
        {
            Intents = audit.Partial ? 0 : audit.Intents,
            Written = audit.Ended("written"),
            AlreadyInSync = audit.Ended("alreadyInSync"),
            Superseded = audit.Ended("superseded"),
            Failed = audit.Ended("failed"),
            Waiting = audit.Partial ? 0 : audit.Waiting,
        };
    }

    private static Finding OfReadModel(Projections.Finding found) => new(
        found.Kind == FindingKind.Conservation ? CheckName.Conservation : CheckName.ReadModels,
        string.Join(' ', new[] { found.ReadModel, found.Table, found.Key }.Where(part => part.Length > 0)),
        found.Message);

    private async Task ObserveAsync(string tenant, LogAudit audit, IReadOnlyList<StoredEvent> batch, List<Finding> findings, CancellationToken cancellation)
    {
        var read = batch.Select(stored => (Stored: stored, Happened: LogAudit.TryRead(stored))).ToList();
        foreach (var chunk in read.Chunk(100))
        {
            // A hundred events at a time, since each may refer to a payload of many megabytes.
            var vault = await database.Vault.ReadAsync(tenant, [.. chunk.SelectMany(e => LogAudit.Commitments(e.Happened))], cancellation);
            foreach (var (stored, happened) in chunk)
            {
                findings.AddRange(audit.Observe(stored, happened, vault));
            }
        }
    }
}
