using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Groups;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Groups;

/// <summary>The group rules of a tenant as the log has them.</summary>
/// <param name="Revision">0 = nobody changed the default ones.</param>
/// <param name="Rules">In order.</param>
/// <param name="Position">The event that set them; absent for the default ones.</param>
/// <param name="ChangedAt">When it was recorded.</param>
/// <param name="ChangedBy">Who set them.</param>
/// <param name="Matches">What each rule held together of late, and what is odd about it.</param>
public sealed record GroupRulesView(
    int Revision,
    IReadOnlyList<GroupRule> Rules,
    long? Position = null,
    DateTimeOffset? ChangedAt = null,
    string? ChangedBy = null,
    IReadOnlyList<GroupRuleMatches>? Matches = null);

/// <summary>What a group rule held together of late.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Alerts">Alerts that it placed, or that changed where it had placed them, in the last 30 days.</param>
/// <param name="Flags">What is odd: <c>no-match-in-30-days</c>.</param>
public sealed record GroupRuleMatches(string Rule, long Alerts, IReadOnlyList<string> Flags);

/// <summary>Reads group rules from the log, where nothing is ever behind.</summary>
public sealed class GroupRuleStreams(LedgerDatabase database)
{
    private readonly StreamDirectory directory = new(database);

    /// <summary>The rules in force, and the version of the stream that they were read from.</summary>
    public async Task<(GroupRulesView Rules, long Version)> FindAsync(string tenant, CancellationToken cancellation)
    {
        // The version first: an event that lands between the two reads makes it too small, and the append is refused and decided again.
        var version = await directory.VersionAsync(tenant, StreamId.Ledger, cancellation) ?? 0;
        var events = await database.Log.ReadLogAsync(tenant, 0, int.MaxValue, new LogFilter(["group_rules_changed"], StreamId.Ledger), cancellation);
        if (events.Count == 0)
        {
            return (new GroupRulesView(0, GroupRules.Default), version);
        }

        var last = events[^1];
        var changed = (GroupRulesChanged)EventCodec.Decode(last.Type, last.Data.Span);
        return (new GroupRulesView(changed.Revision, changed.Rules, last.Position, last.Timestamp, changed.By.Name), Math.Max(version, last.Version));
    }
}
