using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Projections;

/// <summary>Judges a connector at a moment, from what the events say and what its poller's rows say. Pure.</summary>
internal static class HealthEvaluation
{
    /// <summary>A connector polled every few seconds is not dead after three missed polls; this is the least patience.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(90);

    /// <summary>Silence shorter than this is never called quiet, longer than <see cref="LongestSilence"/> always.</summary>
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(24);

    /// <summary>How many usual gaps without a new alert are unusual, and how many gaps must have been seen to call one usual.</summary>
    private const string EmptyAnswers = "empty-answers";
    private const int UnusualGaps = 8;
    private const int EnoughMoments = 5;

    /// <summary>The health of one connector.</summary>
    /// <param name="state">What the events say.</param>
    /// <param name="polling">The rows of its poller, by resource.</param>
    /// <param name="evidence">The row of those who look for its alerts' mails.</param>
    /// <param name="now">The moment of asking.</param>
    /// <param name="position">The position that <paramref name="state"/> reflects.</param>
    public static ConnectorHealth Evaluate(
        HealthState state, IReadOnlyDictionary<string, PollingRow> polling, EvidenceRow evidence, DateTimeOffset now, long position)
    {
        List<ResourceHealth> resources =
        [
            .. state.Resources.Select(r => r.Resource).Union(polling.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => Resource(
                    state.Resources.SingleOrDefault(r => r.Resource == name) ?? new ResourceState { Resource = name }, polling.GetValueOrDefault(name))),
        ];
        var error = resources.Select(r => r.LastError).OfType<PollFailure>().OrderByDescending(f => f.WhatToDo is not null).ThenByDescending(f => f.At).FirstOrDefault();
        var success = resources.Count > 0 && resources.TrueForAll(r => r.LastSuccessAt is not null) ? resources.Min(r => r.LastSuccessAt) : null;
        var reached = resources.Where(r => !Follows(r.Resource)).Select(Reached).ToList();
        var (condition, code, reason) = Judge(state, resources, error, success, now);
        var end = polling.Values.Select(row => row.CredentialEndsAt).Max();
        var credential = end is { } at ? CredentialExpiry.Of(at, now) : null;
        var waiting = evidence.Waiting.MinBy(static one => one.NextTryAt) is { } first
            ? new WaitingEvidence(evidence.Waiting.Count, first.Code ?? "unknown", first.NextTryAt)
            : null;
        return new ConnectorHealth
        {
            Connector = state.Connector,
            Kind = state.Kind,
            Name = state.Name,
            Revision = state.Revision,
            Enabled = state.Enabled,
            State = condition,
            Code = code,
            Reason = reason,
            WhatToDo = condition switch
            {
                ConnectorCondition.NeedsPerson => error?.WhatToDo,
                ConnectorCondition.Quiet when code == EmptyAnswers =>
                    "Test the connector; look at the service's health and at the licence: a source that hides its records from an application answers with an empty list.",
                ConnectorCondition.Quiet => "Look at the source's own portal: when it shows new alerts, test the connector; when it does not, this is right.",
                ConnectorCondition.Dead => "See that a ledger process runs and reaches the source; testing the connector names what is missing.",
                _ => null,
            },
            LastAttemptAt = resources.Max(r => r.LastAttemptAt),
            LastSuccessAt = success,
            LastNewAt = state.LastNewAt,
            Lag = reached.Count > 0 && reached.TrueForAll(r => r is not null) ? Positive(now - reached.Min()!.Value) : null,
            Credential = credential,
            WaitingEvidence = waiting,
            Warnings = [.. Warnings(credential, resources, waiting)],
            LagHistogram = LagHistogram.Of(state),
            Totals = resources.Aggregate(new PollTotals(), (sum, r) => Add(sum, r.Totals)),
            LastError = error,
            Resources = resources,
            Position = position,
        };
    }

    private static (ConnectorCondition Condition, string Code, string Reason) Judge(
        HealthState state, List<ResourceHealth> resources, PollFailure? error, DateTimeOffset? success, DateTimeOffset now)
    {
        if (!state.Enabled)
        {
            return (ConnectorCondition.Disabled, state.Removed ? "removed" : "disabled", state.Removed ? "It was removed." : "Polling is not allowed.");
        }

        if (error?.WhatToDo is not null)
        {
            return (ConnectorCondition.NeedsPerson, error.Code, $"{error.Code}: {error.Message}");
        }

        var patience = Longer(state.PollInterval * 3, LeastPatience);
        if (success is null && state.EnabledAt is { } enabled && now - enabled < patience)
        {
            return (ConnectorCondition.New, "new", "It was allowed just now.");
        }

        // A connector that was allowed again is given time from then on.
        var since = Later(success, success is null ? state.EnabledAt : null);
        if (since is null || now - since > patience)
        {
            var why = error is null ? "" : $" ({error.Code}: {error.Message})";
            var late = resources.Where(r => r.LastSuccessAt is null || now - r.LastSuccessAt > patience).Select(r => r.Resource).ToList();
            return (ConnectorCondition.Dead, error?.Code ?? "no-poll", success is null
                ? $"No poll has ever succeeded{why}."
                : $"No poll of {string.Join(", ", late)} has succeeded since {since:yyyy-MM-dd HH:mm:ss}Z{why}.");
        }

        if (resources.FirstOrDefault(r => r.EmptySince is not null) is { } empty)
        {
            return (ConnectorCondition.Quiet, EmptyAnswers,
                $"Since {empty.EmptySince:yyyy-MM-dd HH:mm:ss}Z the source answers with an empty list of {empty.Resource}, though it must hold the record of {empty.Watermark}.");
        }

        var silence = SilenceAllowed(state);
        var last = state.LastNewAt ?? state.EnabledAt;
        return last is not null && now - last > silence
            ? (ConnectorCondition.Quiet, "silent", $"It is polled well, but no alert has been new since {last:yyyy-MM-dd HH:mm:ss}Z; longer than {silence:d\\.hh\\:mm} is unusual.")
            : (ConnectorCondition.Healthy, "healthy", error is { } failed && failed.At > success
                ? $"The last poll failed ({failed.Code}) and is tried again; before it, alerts arrived as usual."
                : "It is polled, and alerts arrive as usual.");
    }

    private static IEnumerable<string> Warnings(CredentialExpiry? credential, List<ResourceHealth> resources, WaitingEvidence? waiting)
    {
        if (credential is { WarnedAt: not null })
        {
            yield return $"{credential.Message} {credential.WhatToDo}";
        }

        if (waiting is not null)
        {
            yield return $"The mails of {waiting.Alerts} alerts could not be had yet ({waiting.Code}); the first are asked for again at {waiting.NextTryAt:u}.";
        }

        foreach (var resource in resources)
        {
            if (resource.LastCount is { } count && count.AtSource != count.InLedger)
            {
                yield return $"{resource.Resource}: the source counts differently ({count.Says}) from {count.Window.From:u} to {count.Window.To:u}. Ask for that stretch again with a backfill.";
            }
        }
    }

    /// <summary>How long no new alert is usual for this connector.</summary>
    internal static TimeSpan SilenceAllowed(HealthState state) => state.NewMoments < EnoughMoments
        ? LongestSilence
        : new TimeSpan(Math.Clamp(Math.Min(state.UsualGap.Ticks, LongestSilence.Ticks) * UnusualGaps, ShortestSilence.Ticks, LongestSilence.Ticks));

    private static ResourceHealth Resource(ResourceState state, PollingRow? row) => new()
    {
        Resource = state.Resource,
        LastAttemptAt = Later(row?.LastAttemptAt, Later(state.CoveredAt, state.Failure?.At)),
        LastSuccessAt = Later(row?.LastSuccessAt, state.CoveredAt),
        Watermark = row?.Watermark,
        Totals = row is null ? state.Totals : state.Totals with { Throttles = Math.Max(state.Totals.Throttles, row.Throttles) },
        LastError = Error(state, row),
        Warnings = state.Warnings,
        Filters = state.Filters,
        LastCount = state.Counted,
        EmptySince = row?.EmptySince,
        Read = state.Read,
        Settled = state.Settled,
        Pending = row is { PendingFrom: { } from, CoveredTo: { } to } && to > from ? new SourceWindow(from, to) : null,
        Gaps = Holes(state, row),
    };

    // The row is written with each poll and the event only when something new failed: the row decides whether a failure lasts.
    private static PollFailure? Error(ResourceState state, PollingRow? row) => row switch
    {
        null => state.Failure,
        { LastError: { } e } when state.Failure is { } f && f.Code == e.Code => f with { At = row.LastAttemptAt ?? f.At },
        { LastError: { } e } => new PollFailure(row.LastAttemptAt ?? state.Failure?.At ?? default, e.Code ?? "unknown", e.Message ?? "", e.WhatToDo),
        { LastSuccessAt: { } success } when state.Failure is { } f && success >= f.At => null,
        _ => state.Failure,
    };

    private static IReadOnlyList<CoverageHole> Holes(ResourceState state, PollingRow? row)
    {
        var read = row is { PendingFrom: { } from, CoveredTo: { } to } ? Stretches.Add(state.Read, new SourceWindow(from, to)) : state.Read;
        var accepted = state.Accepted.SelectMany(a => Stretches.Without(a.Window, read), (a, left) => new CoverageHole(
            left, "accepted", AcceptedBy: a.By.Name, Reason: a.Reason)).ToList();
        var known = accepted.Aggregate(read, (set, hole) => Stretches.Add(set, hole.Window));
        var unreadable = state.Gaps.SelectMany(g => Stretches.Without(g.Window, known), (g, left) => new CoverageHole(left, "unreadable", g.ErrorCode, g.Attempt, Reason: g.Message)).ToList();
        var named = unreadable.Aggregate(known, (set, hole) => Stretches.Add(set, hole.Window));
        var unpolled = named.Count < 2
            ? []
            : Stretches.Without(new SourceWindow(named[0].From, named[^1].To), named).Select(left => new CoverageHole(left, "unpolled"));
        return [.. accepted.Concat(unreadable).Concat(unpolled).OrderBy(h => h.Window.From)];
    }

    /// <summary>Whether a resource stays behind on purpose and tells what another one missed: it says nothing about how late alerts are.</summary>
    private static bool Follows(string resource) =>
        resource.StartsWith("arm-incidents/", StringComparison.Ordinal) || resource.StartsWith("incident-numbers/", StringComparison.Ordinal);

    private static DateTimeOffset? Reached(ResourceHealth r) => Later(r.Pending?.To, r.Read.Count > 0 ? r.Read[^1].To : null);

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Positive(TimeSpan t) => t > TimeSpan.Zero ? t : TimeSpan.Zero;

    private static PollTotals Add(PollTotals a, PollTotals b) => new()
    {
        Polls = a.Polls + b.Polls,
        Pages = a.Pages + b.Pages,
        Received = a.Received + b.Received,
        New = a.New + b.New,
        Revised = a.Revised + b.Revised,
        Excluded = a.Excluded + b.Excluded,
        Warnings = a.Warnings + b.Warnings,
        Failures = a.Failures + b.Failures,
        Throttles = a.Throttles + b.Throttles,
    };
}
