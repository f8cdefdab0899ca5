using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Text;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections;

/// <summary>What each event does to a connector's health.</summary>
internal static class HealthFold
{
    private const string Throttled = "throttled";

    /// <summary>New alerts closer together than this came with one page.</summary>
    private static readonly TimeSpan OneMoment = TimeSpan.FromSeconds(5);

    /// <summary>The connector that an event is about; null when it is about none.</summary>
    public static string? ConnectorOf(StoredEvent stored, LedgerEvent e) => e switch
    {
        ConnectorEvent c => c.Connector,
        AlertIngested a => a.Connector,
        AlertRevised => StreamId.ParseAlert(stored.Stream)?.Connector,
        _ => null,
    };

    /// <summary>The state after one more event.</summary>
    public static HealthState Apply(HealthState? before, StoredEvent stored, LedgerEvent e)
    {
        var state = before ?? new HealthState { Connector = ConnectorOf(stored, e)! };
        return e switch
        {
            ConnectorConfigured c => state with
            {
                Kind = c.Settings.Kind,
                Name = c.Settings.Name,
                Revision = c.Revision,
                PollInterval = c.Settings.PollInterval,
                LogIngestionDelay = c.Settings.LogIngestionDelay,
                PollLookback = c.Settings.PollLookback,
                Removed = false,
            },
            ConnectorEnabled => state with { Enabled = true, EnabledAt = stored.Timestamp },
            ConnectorDisabled => state with { Enabled = false },
            ConnectorRemoved => state with { Enabled = false, Removed = true },
            AlertIngested a => Lagged(Saw(state, stored.Timestamp), a.Origin, a.Facts.ModifiedAt, a.ObservedAt),
            AlertRevised { Cause: RevisionCause.Source } r => Lagged(state, r.Origin, r.Facts.ModifiedAt, r.ObservedAt),
            SourceCounted c => With(state, c.Resource, r => r with { Counted = new SourceCount(c.Window, c.AtSource, c.InLedger, c.ObservedAt) }),
            PollWindowCovered c => With(state, c.Resource, r => Covered(r, c, stored.Timestamp)),
            PollWindowFailed f => With(state, f.Resource, r => Failed(r, f)),
            CoverageGapFound g => With(state, g.Resource, r => r with
            {
                Gaps = [.. r.Gaps.Where(x => x.Window != g.Window), new FoundGap(g.Window, g.Attempt, g.ErrorCode, stored.Timestamp, g.Message)],
            }),
            CoverageGapAccepted a => With(state, a.Resource, r => r with
            {
                Accepted = [.. r.Accepted, new AcceptedGap(a.Window, a.By, a.Reason, stored.Timestamp)],
            }),
            _ => state,
        };
    }

    private static HealthState Saw(HealthState state, DateTimeOffset at)
    {
        if (state.LastNewAt is not { } last)
        {
            return state with { LastNewAt = at, NewMoments = 1 };
        }

        var gap = at - last;
        return gap < OneMoment
            ? state with { LastNewAt = at }
            : state with
            {
                LastNewAt = at,
                NewMoments = state.NewMoments + 1,
                UsualGap = new TimeSpan(state.UsualGap == TimeSpan.Zero ? gap.Ticks : ((state.UsualGap.Ticks * 4) + gap.Ticks) / 5),
            };
    }

    private static HealthState Lagged(HealthState state, Origin origin, string? modifiedAt, DateTimeOffset observedAt) =>
        origin == Origin.Live && state.EnabledAt is { } enabled && SourceTime.TryParse(modifiedAt, out var modified) && modified >= enabled
            ? state with { Lags = LagHistogram.Add(state.Lags, observedAt - modified) }
            : state;

    private static IReadOnlyList<FilterCoverage> Under(IReadOnlyList<FilterCoverage> filters, PollWindowCovered c) =>
    [
        .. filters.Where(f => f.FilterDigest != c.FilterDigest)
            .Append(new FilterCoverage(
                c.FilterDigest, Stretches.Add(filters.FirstOrDefault(f => f.FilterDigest == c.FilterDigest)?.Read ?? [], c.Window)))
            .OrderBy(f => f.FilterDigest, StringComparer.Ordinal),
    ];

    private static ResourceState Covered(ResourceState r, PollWindowCovered c, DateTimeOffset at) => r with
    {
        CoveredAt = at,
        Failure = null,
        Warnings = c.Warnings.Count > 0 ? c.Warnings : r.Warnings,
        Read = Stretches.Add(r.Read, c.Window),
        Filters = Under(r.Filters, c),
        Settled = c.Settled ? Stretches.Add(r.Settled, c.Window) : r.Settled,
        Totals = r.Totals with
        {
            Polls = r.Totals.Polls + c.Polls,
            Pages = r.Totals.Pages + c.Pages,
            Received = r.Totals.Received + c.Received,
            New = r.Totals.New + c.New,
            Revised = r.Totals.Revised + c.Revised,
            Excluded = r.Totals.Excluded + c.Excluded,
            Warnings = r.Totals.Warnings + c.Warnings.Count,
        },
    };

    private static ResourceState Failed(ResourceState r, PollWindowFailed f) => r with
    {
        Failure = new PollFailure(f.ObservedAt, f.ErrorCode, f.Message, f.WhatToDo, f.RequestId, f.Window, f.Attempt),
        Totals = r.Totals with
        {
            Failures = r.Totals.Failures + 1,
            Throttles = r.Totals.Throttles + (f.ErrorCode == Throttled ? 1 : 0),
        },
    };

    private static HealthState With(HealthState state, string resource, Func<ResourceState, ResourceState> change) => state with
    {
        Resources =
        [
            .. state.Resources.Where(r => r.Resource != resource)
                .Append(change(state.Resources.SingleOrDefault(r => r.Resource == resource) ?? new ResourceState { Resource = resource }))
                .OrderBy(r => r.Resource, StringComparer.Ordinal),
        ],
    };
}
