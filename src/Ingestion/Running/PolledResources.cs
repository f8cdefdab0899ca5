using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Ingestion;

/// <summary>The resources of one connector under one revision of its settings: their live polls, their backfills, and what is looked after once a day.</summary>
internal sealed class PolledResources(
    LedgerDatabase database, ConnectorView connector, PollerOptions options, PollerServices services, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private readonly List<ResourcePoll> live = [];
    private readonly List<SourceCounting> countings = [];
    private readonly List<PollLedger> ledgers = [];
    private readonly List<NumberWatch> numbers = [];
    private long? credentialReadAt;

    public IReadOnlyList<ResourcePoll> Live => live;

    /// <summary>Null before the first <see cref="LoadAsync"/>.</summary>
    public Backfills? Backfills { get; private set; }

    /// <summary>Looks for the mails behind recorded alerts; null when the settings want none, or without a connection.</summary>
    public EvidenceFollower? Evidence { get; private set; }

    private string Directory => connector.State.Settings.Credentials.TenantId;

    /// <summary>Reads the cursors of the resources that the settings in force name. Without a connection they may not be polled.</summary>
    public async Task LoadAsync(CloudConnection? connection, CancellationToken cancellation)
    {
        live.Clear();
        countings.Clear();
        ledgers.Clear();
        numbers.Clear();
        numbers.AddRange((connector.State.Settings as SentinelSettings)?.Workspaces.Select(at => new NumberWatch(database, connector, at.Name, time)) ?? []);
        credentialReadAt = null;
        await connector.ReadBackfillsAsync(cancellation).ConfigureAwait(false);
        var background = new BackfillBudget(services.Budgets, Directory);
        var parts = new List<BackfillPoll>();
        var readers = ResourceReaders.Of(connector.State, connection, options, PayAsync)
            .Zip(ResourceReaders.Of(connector.State, connection, options, background.PayAsync));
        foreach (var (now, later) in readers)
        {
            var ledger = new PollLedger(database, connector, now.Resource);
            await ledger.LoadAsync(cancellation).ConfigureAwait(false);
            ledgers.Add(ledger);
            live.Add(new ResourcePoll(now, ledger, connector, time, logger));
            parts.Add(new BackfillPoll(later, ledger, connector, time, logger));
            if (now is ICountedReader counted && services.Recorded is { } recorded)
            {
                countings.Add(new SourceCounting(counted, ledger, connector, recorded, time));
            }
        }

        Backfills = new Backfills(connector, parts, background, time);
        Evidence = await FollowerAsync(connection, cancellation).ConfigureAwait(false);
    }

    /// <summary>After each cycle the numbers that are missing; once a day when the credential ends, and the source's own count of what was polled well.</summary>
    public async Task LookAfterAsync(CloudConnection connection, IReadOnlyList<ResourceOutcome> outcomes, CancellationToken cancellation)
    {
        foreach (var watch in outcomes.Count > 0 ? numbers : [])
        {
            await watch.RunAsync(cancellation).ConfigureAwait(false);
        }

        foreach (var counting in countings.Where(c => outcomes.Any(o => o.Resource == c.Resource && o.Failure is null)))
        {
            await counting.RunAsync(cancellation).ConfigureAwait(false);
        }

        if (ledgers.Count == 0 || outcomes.Count == 0 || (credentialReadAt is { } last && time.GetElapsedTime(last) < OneDay))
        {
            return;
        }

        credentialReadAt = time.GetTimestamp();
        if (connection.Certificate is null)
        {
            await PayAsync(CloudService.Graph, cancellation).ConfigureAwait(false);
        }

        var end = await connection.ReadCredentialEndAsync(cancellation).ConfigureAwait(false);
        ledgers[0].NoteCredentialEnd(end.Match(at => at, _ => null));
    }

    private async Task<EvidenceFollower?> FollowerAsync(CloudConnection? connection, CancellationToken cancellation)
    {
        var (settings, name) = (connector.State.Settings, connector.State.Connector);
        var ledger = new EvidenceLedger(database, connector.Tenant, name, time);
        await ledger.LoadAsync(EvidenceSources.Wants(settings), cancellation).ConfigureAwait(false);
        return connection is not null && EvidenceSources.Of(settings, connection, PayLaterAsync) is { } source
            ? new EvidenceFollower(ledger, new EvidenceQueue(database, connector.Tenant, name, source), source, () => settings.PollInterval, time, logger)
            : null;
    }

    private Task PayLaterAsync(CloudService service, CancellationToken cancellation) =>
        services.Budgets.AcquireAsync(Directory, RequestBudgets.NameOf(service), RequestPriority.Background, cancellation).AsTask();

    private Task PayAsync(CloudService service, CancellationToken cancellation) =>
        services.Budgets.AcquireAsync(Directory, RequestBudgets.NameOf(service), cancellation).AsTask();
}
