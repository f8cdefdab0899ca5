using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>One row an act.</summary>
internal sealed class ActivityProjection : IStatelessProjection
{
    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "connector_configured", "connector_enabled", "connector_disabled", "connector_removed", "secret_rotated", "coverage_gap_accepted",
        "backfill_requested", "backfill_cancelled", "investigation_status_changed", "investigation_assigned", "investigation_note_added", "payload_erased",
        "group_rules_changed", "read_model_rebuilt", "ledger_exported", "access_token_issued", "access_token_revoked", "sign_in_refused",
    };

    public string Name => ProjectionNames.Activity;

    public IReadOnlyList<string> Definitions { get; } = ["Activity/tables.sql"];

    public IReadOnlyList<string> Tables { get; } = ["acts"];

    public bool Wants(string type) => Wanted.Contains(type);

    public Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        List<Act> acts = [.. events.Select(e => ActFold.Of(e.Stored, e.Event)).OfType<Act>()];
        return acts.Count == 0
            ? Task.CompletedTask
            : tables.Command("Activity/add.sql")
                .WithColumn(acts, a => a.Position).WithColumn(acts, a => a.At).WithColumn(acts, a => a.What)
                .WithColumn(acts, a => a.By.Kind.ToString()).WithColumn(acts, a => a.By.Name).WithColumn(acts, a => a.Connector)
                .WithColumn(acts, a => a.AlertId).WithColumn(acts, a => a.Summary).RunAsync(cancellationToken);
    }
}
