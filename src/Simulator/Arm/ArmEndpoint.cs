using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.Faults;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Arm;

/// <summary>Where an ARM request points.</summary>
internal sealed record ArmScope(string Subscription, string ResourceGroup, string Workspace);

/// <summary>The workspace, its permissions and its incidents, as Azure Resource Manager serves them.</summary>
internal sealed class ArmEndpoint(SimulatedWorld world, AppRegistry apps, AccessTokens tokens, Audiences audiences, ArmLimits limits)
{
    private const string IncidentType = "Microsoft.SecurityInsights/incidents";
    private const string WorkspaceType = "Microsoft.OperationalInsights/workspaces";

    /// <summary><c>GET</c> the workspace.</summary>
    public WireAnswer Workspace(HttpContext context, ArmScope scope) =>
        Refused(context, scope, WorkspaceType + "/read", AzureRoles.MayQuery, ApiVersions.AnyDate) ?? WireAnswer.Json(200, new JsonObject
        {
            ["id"] = world.Tenant.WorkspaceResourceId,
            ["name"] = world.Tenant.WorkspaceName,
            ["type"] = WorkspaceType,
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["customerId"] = world.Tenant.WorkspaceId.ToString(),
                ["provisioningState"] = "Succeeded",
                ["retentionInDays"] = 90,
                ["sku"] = new JsonObject { ["name"] = "PerGB2018" },
            },
        });

    /// <summary><c>GET …/providers/Microsoft.Authorization/permissions</c>: what the caller may do here; never refused for want of a role.</summary>
    public WireAnswer Permissions(HttpContext context, ArmScope scope)
    {
        if (Refused(context, scope, "Microsoft.Authorization/permissions/read", _ => true, ApiVersions.AnyDate) is { } refusal)
        {
            return refusal;
        }

        IEnumerable<string> roles = Caller(context)?.AzureRoles.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
        return WireAnswer.Json(200, new JsonObject
        {
            ["value"] = new JsonArray([.. roles.Select(role => new JsonObject
            {
                ["actions"] = WireJson.Array(AzureRoles.Actions(role)),
                ["notActions"] = new JsonArray(),
                ["dataActions"] = new JsonArray(),
                ["notDataActions"] = new JsonArray(),
            })]),
        });
    }

    /// <summary><c>GET …/incidents</c>.</summary>
    public WireAnswer List(HttpContext context, ArmScope scope)
    {
        if (Refused(context, scope, IncidentType + "/read", AzureRoles.MayRead, ApiVersions.SecurityInsights) is { } refusal)
        {
            return refusal;
        }

        lock (world.Gate)
        {
            world.Advance();
            return IncidentList.Page(context.Request, world.Incidents, limits.PageCap);
        }
    }

    /// <summary><c>GET …/incidents/{name}</c>.</summary>
    public WireAnswer One(HttpContext context, ArmScope scope, string name) =>
        WithIncident(context, scope, name, IncidentType + "/read", incident => new WireAnswer(200, incident.ToBytes()));

    /// <summary><c>POST …/incidents/{name}/alerts</c>.</summary>
    public WireAnswer Alerts(HttpContext context, ArmScope scope, string name) =>
        WithIncident(context, scope, name, IncidentType + "/alerts/action", incident => WireAnswer.Json(200, IncidentParts.Alerts(world, incident)));

    /// <summary><c>POST …/incidents/{name}/entities</c>.</summary>
    public WireAnswer Entities(HttpContext context, ArmScope scope, string name) =>
        WithIncident(context, scope, name, IncidentType + "/entities/action", incident => WireAnswer.Json(200, IncidentParts.Entities(world, incident)));

    /// <summary><c>PUT …/incidents/{name}</c>.</summary>
    public async Task<WireAnswer> PutAsync(HttpContext context, ArmScope scope, string name)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (Refused(context, scope, IncidentType + "/write", AzureRoles.MayWrite, ApiVersions.SecurityInsights) is { } refusal)
        {
            return refusal;
        }

        lock (world.Gate)
        {
            DateTimeOffset now = world.Advance();
            Interfere(context, name, now);
            return IncidentWrite.Put(world, name, buffer.ToArray(), Caller(context)!.Name, now);
        }
    }

    /// <summary><c>GET …/incidents/{name}/comments</c>.</summary>
    public WireAnswer Comments(HttpContext context, ArmScope scope, string name) =>
        WithIncident(context, scope, name, IncidentType + "/comments/read", IncidentComments.List);

    /// <summary><c>PUT …/incidents/{name}/comments/{id}</c>.</summary>
    public async Task<WireAnswer> PutCommentAsync(HttpContext context, ArmScope scope, string name, string id)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (Refused(context, scope, IncidentType + "/comments/write", AzureRoles.MayWrite, ApiVersions.SecurityInsights) is { } refusal)
        {
            return refusal;
        }

        lock (world.Gate)
        {
            DateTimeOffset now = world.Advance();
            return world.FindIncident(name) is { } incident
                ? IncidentComments.Put(world, incident, id, buffer.ToArray(), Caller(context)!.Name, now)
                : Refusals.Arm(404, "NotFound", $"Incident '{name}' does not exist.");
        }
    }

    /// <summary>Lets another writer be faster, where a fault asks for it.</summary>
    private void Interfere(HttpContext context, string name, DateTimeOffset now)
    {
        if (context.Items.TryGetValue(FaultMiddleware.Interference, out object? change) && world.FindIncident(name) is { } incident)
        {
            foreach ((string property, JsonNode? value) in JsonNode.Parse((string)change!)!.AsObject())
            {
                incident.Properties[property] = value?.DeepClone();
            }

            world.Changed(incident, now, "another writer");
        }
    }

    private WireAnswer WithIncident(HttpContext context, ArmScope scope, string name, string action, Func<IncidentState, WireAnswer> answer)
    {
        if (Refused(context, scope, action, AzureRoles.MayRead, ApiVersions.SecurityInsights) is { } refusal)
        {
            return refusal;
        }

        lock (world.Gate)
        {
            world.Advance();
            return world.FindIncident(name) is { } incident ? answer(incident) : Refusals.Arm(404, "NotFound", $"Incident '{name}' does not exist.");
        }
    }

    private AppRegistration? Caller(HttpContext context) =>
        tokens.Check(context.Request.Headers.Authorization.FirstOrDefault(), audiences.Arm, world.Clock.HostNow) is TokenCheck.Accepted accepted ? apps.Find(accepted.ClientId) : null;

    private WireAnswer? Refused(HttpContext context, ArmScope scope, string action, Func<IReadOnlySet<string>, bool> allows, Func<string, bool> version)
    {
        switch (tokens.Check(context.Request.Headers.Authorization.FirstOrDefault(), audiences.Arm, world.Clock.HostNow))
        {
            case TokenCheck.Missing: return Refusals.Arm(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
            case TokenCheck.Expired: return Refusals.Arm(401, "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time.");
            case TokenCheck.WrongAudience: return Refusals.Arm(401, "InvalidAuthenticationTokenAudience", "The access token has been obtained for wrong audience or resource.");
            case TokenCheck.Invalid invalid: return Refusals.Arm(401, "InvalidAuthenticationToken", invalid.Why);
        }

        if (limits.Budget.Refuse(HttpMethods.IsPut(context.Request.Method)) is { } throttled)
        {
            return throttled;
        }

        string? asked = context.Request.Query["api-version"].FirstOrDefault();
        if (asked is null)
        {
            return Refusals.Arm(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        }

        if (!version(asked))
        {
            return Refusals.Arm(400, "InvalidApiVersionParameter", $"The api-version '{asked}' is invalid.");
        }

        SimulatedTenant tenant = world.Tenant;
        if (!Guid.TryParse(scope.Subscription, out Guid subscription) || subscription != tenant.SubscriptionId)
        {
            return Refusals.Arm(404, "SubscriptionNotFound", $"The subscription '{scope.Subscription}' could not be found.");
        }

        if (Caller(context) is not { } caller || !allows(caller.AzureRoles))
        {
            return Refusals.Arm(403, "AuthorizationFailed",
                $"The client does not have authorization to perform action '{action}' over scope '{tenant.WorkspaceResourceId}' or the scope is invalid.");
        }

        if (!string.Equals(scope.ResourceGroup, tenant.ResourceGroup, StringComparison.OrdinalIgnoreCase))
        {
            return Refusals.Arm(404, "ResourceGroupNotFound", $"Resource group '{scope.ResourceGroup}' could not be found.");
        }

        return string.Equals(scope.Workspace, tenant.WorkspaceName, StringComparison.OrdinalIgnoreCase)
            ? null
            : Refusals.Arm(404, "ResourceNotFound", $"The Resource 'Microsoft.OperationalInsights/workspaces/{scope.Workspace}' under resource group '{scope.ResourceGroup}' was not found.");
    }
}

/// <summary>What can be changed about ARM while it runs.</summary>
internal sealed class ArmLimits(TimeProvider time)
{
    /// <summary>The request budget.</summary>
    public ArmBudget Budget { get; } = new(time);

    /// <summary>Pages are never longer than this; null: 50.</summary>
    public int? PageCap { get; set; }
}

/// <summary>The api-versions ARM knows.</summary>
internal static class ApiVersions
{
    private static readonly HashSet<string> Stable = new(StringComparer.Ordinal)
    {
        "2020-01-01", "2021-04-01", "2021-10-01", "2022-08-01", "2022-11-01", "2023-02-01", "2023-11-01", "2024-03-01", "2024-09-01", "2025-03-01", "2025-06-01",
        "2025-09-01", "2025-07-01-preview",
    };

    /// <summary>The versions of the Sentinel provider.</summary>
    public static bool SecurityInsights(string version) => Stable.Contains(version);

    /// <summary>Any date, for providers whose versions are not listed here.</summary>
    public static bool AnyDate(string version) => DateOnly.TryParseExact(version.Replace("-preview", "", StringComparison.Ordinal), "yyyy-MM-dd", out _);
}
