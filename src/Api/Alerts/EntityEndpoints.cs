using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Entities;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>An entity of an alert, and how many alerts speak of it.</summary>
/// <param name="Type">What it is; see <see cref="EntityKey.Type"/>.</param>
/// <param name="Value">What it is called, in its normal form.</param>
/// <param name="Alerts">How many alerts speak of it, this one included; counted up to 1,000.</param>
public sealed record EntityView(string Type, string Value, int Alerts);

/// <summary>From an alert to the users, devices, addresses … that it speaks of, and from one of those to all alerts.</summary>
public static class EntityEndpoints
{
    private const string Tag = "Entities";
    private const int UsualLimit = 50;
    private static readonly string Types = string.Join(", ", EntityKeys.Types);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alerts/{id:guid}/entities", OfAlertAsync).WithName("ListAlertEntities").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("What an alert speaks of, and how many alerts speak of the same").Produces<Page<EntityView>>()
            .ReadsModel(ProjectionNames.AlertDetail, ProjectionNames.AlertEntities);
        api.MapGet("/entities/{type}/alerts", AlertsOf).WithName("ListEntityAlerts").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Every alert that speaks of one user, device, address …, newest first, whatever its state").Produces<Page<AlertItem>>()
            .ReadsModelAtOnce(ProjectionNames.AlertEntities, ProjectionNames.AlertList);
    }

    private static async Task<IResult> OfAlertAsync(
        Caller caller, Guid id, AlertDetailQueries alerts, EntityQueries entities, LedgerDatabase database, HttpContext context)
    {
        if (await alerts.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } detail)
        {
            return Problem.NotFound("alert", id.ToString());
        }

        var keys = EntityKeys.Of(new AlertEntities(await ReadAsync(database, caller.Tenant, detail.State.Entities, context.RequestAborted) ?? []));
        var counts = await entities.CountAsync(caller.Tenant, keys, context.RequestAborted);
        return Results.Ok(new Page<EntityView>([.. keys.Select(key => new EntityView(key.Type, key.Value, counts[key]))]));
    }

    private static IResult AlertsOf(
        Caller caller, string type, string? value, string? cursor, string? limit, EntityQueries queries, SafeLinks links)
    {
        var parameters = new Parameters();
        if (!EntityKeys.Types.Contains(type, StringComparer.Ordinal))
        {
            parameters.Refuse("type", $"One of {Types} is expected.");
        }

        var key = EntityKeys.Key(type, value ?? "");
        if (key is null)
        {
            parameters.Refuse("value", type == "ip" ? "An IP address is expected, such as 203.0.113.8." : "The entity's name is expected, at most 2,000 characters.");
        }

        AlertCursor? before = null;
        if (!string.IsNullOrEmpty(cursor) && (!AlertCursor.TryParse(cursor, out before) || before.Sort != AlertSort.IngestedDescending))
        {
            parameters.Refuse("cursor", "The nextCursor of a list of the same entity is expected.");
        }

        var most = parameters.Number("limit", limit, UsualLimit, 1, AlertListFilter.LargestLimit);
        return parameters.Refusal is { } refusal
            ? refusal
            : new AlertPageResult((page, stop) => queries.WriteAsync(caller.Tenant, key!, before, most, page, stop), links);
    }

    /// <summary>The entities document that an event refers to; null when there is none or it was erased.</summary>
    internal static async Task<IReadOnlyList<AlertEntity>?> ReadAsync(
        LedgerDatabase database, string tenant, VaultReference? reference, CancellationToken cancellation)
    {
        if (reference is null)
        {
            return null;
        }

        var found = await database.Vault.ReadAsync(tenant, [reference.Commitment], cancellation);
        return found.TryGetValue(reference.Commitment, out var content)
            ? JsonSerializer.Deserialize<AlertEntities>(content.Bytes.Span, LedgerJson.Options)?.Items
            : null;
    }
}
