using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Reads one small page of each resource with the readers that polls use, completes its records as a poll would, and decides about them with
/// the one implementation of the filters. It has no way to the log.
/// </summary>
internal sealed class SourceSampling(CheckContext context, string connector, PollerOptions options)
{
    /// <summary>Alerts shown of a resource. Completing one may cost requests of its own.</summary>
    private const int Most = 10;

    /// <summary>Tried from the shortest: what came last says most, and a short stretch is a small answer.</summary>
    private static readonly TimeSpan[] Stretches = [TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    private static readonly Dictionary<string, AlertState> Unknown = new(StringComparer.Ordinal);

    private readonly DateTimeOffset now = context.Time.GetUtcNow();

    /// <summary>Reads them one after the other.</summary>
    public async Task<SourceSample> ReadAsync(CancellationToken cancellation)
    {
        var small = options with { GraphPageSize = Most, SentinelPageSize = Most };
        var sampled = new List<SampledResource>();

        // What trails mends what the usual way missed: it would show the same incidents again.
        foreach (var reader in ResourceReaders.Of(State(), context.Connection, small, PayAsync).Where(reader => !reader.Trails))
        {
            sampled.Add(await ReadAsync(reader, cancellation).ConfigureAwait(false));
        }

        return new SourceSample(sampled);
    }

    private async Task<SampledResource> ReadAsync(IResourceReader reader, CancellationToken cancellation)
    {
        var lookback = context.Settings.PollLookback;
        var read = new SampledResource(reader.Resource, now, [], More: false, reader.NotAskedFor);
        foreach (var stretch in Stretches.Where(stretch => stretch < lookback).Append(lookback))
        {
            var from = Instants.Cut(Instants.Back(now, stretch));
            try
            {
                var answer = await reader.ReadAsync(new PageRequest(from, null, null), cancellation).ConfigureAwait(false);
                read = answer.TryGet(out var page, out var error)
                    ? await ShowAsync(read with { From = from }, page, cancellation).ConfigureAwait(false)
                    : read with { From = from, Failure = PollFailure.Of(error) };
            }
            catch (RecordIncompleteException incomplete)
            {
                read = read with { From = from, Failure = PollFailure.Of(incomplete.Error) };
            }

            if (read.Alerts.Count > 0 || read.Failure is not null)
            {
                break;
            }
        }

        return read;
    }

    private async Task<SampledResource> ShowAsync(SampledResource read, SourcePage page, CancellationToken cancellation)
    {
        var newest = page.Records
            .OrderByDescending(record => Instants.Parse(record.Mapped.Facts.ModifiedAt ?? record.Mapped.Facts.CreatedAt) ?? DateTimeOffset.MinValue)
            .Take(Most)
            .ToList();
        var window = new PollWindow { Origin = Origin.Live, From = read.From, To = now, Open = true, Attempt = 1 };
        var whole = await PageDecision.CompleteAsync(State(), window, newest, Unknown, now, cancellation).ConfigureAwait(false);
        return read with
        {
            Alerts = [.. whole.Select(record => new SampledAlert(
                record.Kind, record.Mapped.SourceId, record.Mapped.Facts, Filters.Decide(record.Mapped.Facts, record.Kind, context.Settings)))],
            More = page.Link is not null || page.Records.Count >= Most,
        };
    }

    /// <summary>A person waits for the answer: a source that asked for a longer pause is reported, not waited for.</summary>
    private async Task PayAsync(CloudService service, CancellationToken cancellation)
    {
        if (context.PauseOf(service) is { } paused)
        {
            throw new RecordIncompleteException(paused);
        }

        await context.Budgets.AcquireAsync(context.Settings.Credentials.TenantId, RequestBudgets.NameOf(service), cancellation).ConfigureAwait(false);
    }

    /// <summary>The connector as it would be right after it was saved.</summary>
    private ConnectorState State() => new()
    {
        Connector = connector, Settings = context.Settings, Revision = 1, Enabled = true, CreatedAt = now, ConfiguredAt = now, StreamVersion = 0,
    };
}
