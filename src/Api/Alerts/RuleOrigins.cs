using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>Who set a rule as it stood.</summary>
/// <param name="By">Who.</param>
/// <param name="Revision">In which revision: the first one in which the rule stood so.</param>
/// <param name="Position">The event.</param>
/// <param name="At">When it was recorded.</param>
public sealed record RuleOrigin(string By, int Revision, long Position, DateTimeOffset At);

/// <summary>The revisions of a connector's settings and of the group rules, by which it is told who set a rule.</summary>
public sealed class RuleOrigins
{
    private readonly IReadOnlyList<(RuleOrigin Origin, ConnectorConfigured Event)> settings;
    private readonly IReadOnlyList<(RuleOrigin Origin, GroupRulesChanged Event)> groups;

    private RuleOrigins(
        IReadOnlyList<(RuleOrigin Origin, ConnectorConfigured Event)> settings, IReadOnlyList<(RuleOrigin Origin, GroupRulesChanged Event)> groups) =>
        (this.settings, this.groups) = (settings, groups);

    /// <summary>Reads them.</summary>
    public static async Task<RuleOrigins> ReadAsync(LedgerDatabase database, string tenant, string connector, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        var configured = await EventsAsync<ConnectorConfigured>("connector_configured", StreamId.Connector(connector));
        var changed = await EventsAsync<GroupRulesChanged>("group_rules_changed", StreamId.Ledger);
        return new RuleOrigins(
            [.. configured.Select(static e => (Of(e.Stored, e.Event.By, e.Event.Revision), e.Event))],
            [.. changed.Select(static e => (Of(e.Stored, e.Event.By, e.Event.Revision), e.Event))]);

        async Task<IEnumerable<(StoredEvent Stored, T Event)>> EventsAsync<T>(string type, string stream)
            where T : LedgerEvent =>
            (await database.Log.ReadLogAsync(tenant, 0, int.MaxValue, new LogFilter([type], stream), cancellation))
                .Select(static e => (e, (T)EventCodec.Decode(e.Type, e.Data.Span)));
    }

    /// <summary>Who set the rule by which an alert was excluded; of an admission, who made the settings that admit it.</summary>
    public RuleOrigin? OfFilters(WhyStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Revision is not { } revision)
        {
            return null;
        }

        var until = settings.Where(s => s.Event.Revision <= revision).Reverse().ToList();
        var standing = step.Rule is null || until.Count == 0 ? null : RuleOf(until[0].Event, step.Rule);
        return standing is null
            ? until.FirstOrDefault(s => s.Event.Revision == revision).Origin
            : until.TakeWhile(s => RuleOf(s.Event, step.Rule!) == standing).Last().Origin;
    }

    /// <summary>Who set the group rule that put an alert into its group; null for the default rules, which nobody set.</summary>
    public RuleOrigin? OfGroups(WhyStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var until = groups.Where(g => g.Event.Revision <= step.Revision).Reverse().ToList();
        var standing = until.Count == 0 ? null : until[0].Event.Rules.FirstOrDefault(r => r.Id == step.Rule);
        return standing is null ? null : until.TakeWhile(g => g.Event.Rules.Any(r => SameRule(r, standing))).Last().Origin;
    }

    private static bool SameRule(Domain.Groups.GroupRule one, Domain.Groups.GroupRule other) =>
        System.Text.Json.JsonSerializer.Serialize(one, LedgerJson.Options) == System.Text.Json.JsonSerializer.Serialize(other, LedgerJson.Options);

    private static ExclusionRule? RuleOf(ConnectorConfigured configured, string rule) =>
        ExclusionRule.Of(configured.Settings).FirstOrDefault(r => r.Rule == rule);

    private static RuleOrigin Of(StoredEvent stored, Actor by, int revision) => new(by.Name, revision, stored.Position, stored.Timestamp);
}
