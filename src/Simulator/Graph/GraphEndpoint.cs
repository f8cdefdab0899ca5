using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>The security collections of Graph, and the application's own record.</summary>
internal sealed class GraphEndpoint(SimulatedWorld world, AppRegistry apps, AccessTokens tokens, Audiences audiences, GraphLimits limits, SimulatedCloudKind cloud)
{
    private readonly Dictionary<string, Queue<DateTimeOffset>> recent = new(StringComparer.Ordinal);

    /// <summary>Answers a list request.</summary>
    public WireAnswer List(HttpContext context, GraphResource resource, GraphCollection collection)
    {
        if (Refused(context, resource.Role) is { } refusal)
        {
            return refusal;
        }

        (GraphQuery? query, GraphQuery.Refusal? refused) = GraphQuery.Read(context.Request.Query, resource, limits.PageCap);
        if (query is null)
        {
            return Refusals.Graph(context, 400, refused!.Code, refused.Message);
        }

        lock (world.Gate)
        {
            return GraphPage.Write(context.Request, resource, query, collection, world.Advance(), query.ExpandAlerts ? world.Alerts : null);
        }
    }

    /// <summary>Answers a request for one record.</summary>
    public WireAnswer One(HttpContext context, GraphResource resource, GraphCollection collection, string id)
    {
        if (Refused(context, resource.Role) is { } refusal)
        {
            return refusal;
        }

        (GraphQuery? query, GraphQuery.Refusal? refused) = GraphQuery.Read(context.Request.Query, resource, null);
        if (query is null)
        {
            return Refusals.Graph(context, 400, refused!.Code, refused.Message);
        }

        lock (world.Gate)
        {
            DateTimeOffset now = world.Advance();
            return collection.Find(id)?.At(now) is { } version
                ? new WireAnswer(200, GraphPage.Record(context.Request, version, id, query, query.ExpandAlerts ? world.Alerts : null, now))
                : Refusals.Graph(context, 404, "ResourceNotFound", $"Resource '{id}' was not found.");
        }
    }

    /// <summary>Answers <c>GET /v1.0/applications?$filter=appId eq '…'</c>.</summary>
    public WireAnswer Applications(HttpContext context)
    {
        if (Refused(context, "Application.Read.All") is { } refusal)
        {
            return refusal;
        }

        string filter = context.Request.Query["$filter"].FirstOrDefault() ?? "";
        string[] parts = filter.Split('\'');
        if (parts.Length != 3 || parts[0].Trim() != "appId eq")
        {
            return Refusals.Graph(context, 400, "Request_UnsupportedQuery", "Only a filter of the form appId eq '…' is simulated.");
        }

        var value = new JsonArray();
        if (apps.Find(parts[1]) is { } app)
        {
            value.Add(ApplicationJson.Of(app));
        }

        return WireAnswer.Json(200, new JsonObject { ["@odata.context"] = $"{Root(context.Request)}/v1.0/$metadata#applications", ["value"] = value });
    }

    private static string Root(HttpRequest request) => $"https://{request.Host}";

    /// <summary>Why a request that needs a role is refused; null when it is not.</summary>
    internal WireAnswer? Refused(HttpContext context, string role)
    {
        switch (tokens.Check(context.Request.Headers.Authorization.FirstOrDefault(), audiences.Graph, world.Clock.HostNow))
        {
            case TokenCheck.Missing: return Refusals.Graph(context, 401, "InvalidAuthenticationToken", "Access token is empty.");
            case TokenCheck.Expired: return Refusals.Graph(context, 401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
            case TokenCheck.WrongAudience: return Refusals.Graph(context, 401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.");
            case TokenCheck.Invalid invalid: return Refusals.Graph(context, 401, "InvalidAuthenticationToken", invalid.Why);
            case TokenCheck.Accepted accepted:
                // China has no security collections.
                if (cloud == SimulatedCloudKind.China && role.StartsWith("Security", StringComparison.Ordinal))
                {
                    return Refusals.Graph(context, 400, "BadRequest", "Resource not found for the segment 'security'.");
                }

                if (Throttled(context, accepted.ClientId) is { } throttled)
                {
                    return throttled;
                }

                return accepted.Roles.Contains(role) || accepted.Roles.Contains(role.Replace(".Read", ".ReadWrite", StringComparison.Ordinal))
                    ? null
                    : Forbidden(context, role, accepted.Roles);
            default: return null;
        }
    }

    private static WireAnswer Forbidden(HttpContext context, string role, IReadOnlySet<string> held) => role.StartsWith("Security", StringComparison.Ordinal)
        ? Refusals.Graph(context, 403, "Forbidden",
            $"Missing application roles. API required roles: {role},{role.Replace(".Read.", ".ReadWrite.", StringComparison.Ordinal)}, application roles: {string.Join(',', held.Order(StringComparer.Ordinal))}.")
        : role.StartsWith("Mail.", StringComparison.Ordinal) ? Refusals.Graph(context, 403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        : Refusals.Graph(context, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

    private WireAnswer? Throttled(HttpContext context, string clientId)
    {
        if (limits.RequestsPerMinute is not { } budget)
        {
            return null;
        }

        DateTimeOffset now = world.Clock.HostNow;
        lock (recent)
        {
            if (!recent.TryGetValue(clientId, out Queue<DateTimeOffset>? times))
            {
                recent[clientId] = times = new Queue<DateTimeOffset>();
            }

            while (times.TryPeek(out DateTimeOffset oldest) && oldest <= now.AddMinutes(-1))
            {
                times.Dequeue();
            }

            if (times.Count >= budget)
            {
                TimeSpan wait = times.Count == 0 ? TimeSpan.FromMinutes(1) : times.Peek().AddMinutes(1) - now;
                return Refusals.Graph(context, 429, "TooManyRequests", "Too many requests.") with { RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };
            }

            times.Enqueue(now);
            return null;
        }
    }
}

/// <summary>What can be changed about Graph while it runs.</summary>
internal sealed class GraphLimits(int? requestsPerMinute)
{
    /// <summary>The budget of one application a minute; null: no limit.</summary>
    public int? RequestsPerMinute { get; set; } = requestsPerMinute;

    /// <summary>Pages are never longer than this; null: as documented.</summary>
    public int? PageCap { get; set; }
}
