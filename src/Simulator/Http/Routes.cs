using Dropzone.Ledger.Simulator.Arm;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.Exchange;
using Dropzone.Ledger.Simulator.Graph;
using Dropzone.Ledger.Simulator.LogAnalytics;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Http;

/// <summary>The paths of the services.</summary>
internal static class Routes
{
    private const string WorkspacePath =
        "/subscriptions/{sub}/resourceGroups/{rg}/providers/Microsoft.OperationalInsights/workspaces/{ws}";

    private const string IncidentPath = WorkspacePath + "/providers/Microsoft.SecurityInsights/incidents";

    /// <summary>Entra.</summary>
    public static void MapToken(WebApplication app, TokenEndpoint endpoint) =>
        app.MapPost("/{tenant}/oauth2/v2.0/token", async (HttpContext context) => await (await endpoint.AnswerAsync(context, Value(context, "tenant"))).WriteAsync(context));

    /// <summary>Graph.</summary>
    public static void MapGraph(WebApplication app, GraphEndpoint endpoint, SimulatedWorld world)
    {
        Collection("/v1.0/security/alerts_v2", GraphResource.Alerts, world.Alerts);
        Collection("/v1.0/security/incidents", GraphResource.Incidents, world.XdrIncidents);
        Collection("/beta/security/threatSubmission/emailThreats", GraphResource.EmailThreats, world.EmailThreats);
        Get(app, "/v1.0/applications", endpoint.Applications);
        var mails = new MailEndpoint(world, endpoint);
        Get(app, "/v1.0/users/{user}/messages", context => mails.Find(context, Value(context, "user")));
        Get(app, "/v1.0/users/{user}/messages/{id}/$value", context => mails.Mime(context, Value(context, "user"), Value(context, "id")));

        var folders = new MailFolderEndpoint(world, endpoint);
        Get(app, "/v1.0/users/{user}/mailFolders/{folder}/messages", context => folders.List(context, Value(context, "user"), Value(context, "folder")));
        Get(app, "/v1.0/users/{user}/mailFolders/{folder}/messages/delta", context => folders.Delta(context, Value(context, "user"), Value(context, "folder")));
        Get(app, "/v1.0/users/{user}/messages/{id}/attachments", context => folders.Attachments(context, Value(context, "user"), Value(context, "id")));
        Get(app, "/v1.0/users/{user}/messages/{id}/attachments/{attachment}/$value", context =>
            folders.Attachment(context, Value(context, "user"), Value(context, "id"), Value(context, "attachment")));
        var hunting = new HuntingEndpoint(world, endpoint);
        app.MapPost("/v1.0/security/runHuntingQuery", async (HttpContext context) => await (await hunting.AnswerAsync(context)).WriteAsync(context));

        void Collection(string path, GraphResource resource, GraphCollection collection)
        {
            Get(app, path, context => endpoint.List(context, resource, collection));
            Get(app, path + "/{id}", context => endpoint.One(context, resource, collection, Value(context, "id")));
        }
    }

    /// <summary>Exchange Online.</summary>
    public static void MapExchange(WebApplication app, InvokeCommandEndpoint endpoint) =>
        app.MapPost("/adminapi/beta/{organization}/InvokeCommand", async (HttpContext context) =>
            await (await endpoint.AnswerAsync(context, Value(context, "organization"))).WriteAsync(context));

    /// <summary>Log Analytics.</summary>
    public static void MapLogAnalytics(WebApplication app, Func<string, QueryEndpoint> endpoint) =>
        app.MapMethods("/v1/workspaces/{workspace}/query", ["GET", "POST"], async (HttpContext context) =>
            await (await endpoint(Value(context, "workspace")).AnswerAsync(context, Value(context, "workspace"))).WriteAsync(context));

    /// <summary>Azure Resource Manager.</summary>
    public static void MapArm(WebApplication app, Func<string, ArmEndpoint> endpoint)
    {
        Get(app, WorkspacePath, context => At(context).Workspace(context, Scope(context)));
        Get(app, WorkspacePath + "/providers/Microsoft.Authorization/permissions", context => At(context).Permissions(context, Scope(context)));
        Get(app, IncidentPath, context => At(context).List(context, Scope(context)));
        Get(app, IncidentPath + "/{name}", context => At(context).One(context, Scope(context), Value(context, "name")));
        app.MapPost(IncidentPath + "/{name}/alerts", (HttpContext context) => At(context).Alerts(context, Scope(context), Value(context, "name")).WriteAsync(context));
        app.MapPost(IncidentPath + "/{name}/entities", (HttpContext context) => At(context).Entities(context, Scope(context), Value(context, "name")).WriteAsync(context));
        app.MapPut(IncidentPath + "/{name}", async (HttpContext context) =>
            await (await At(context).PutAsync(context, Scope(context), Value(context, "name"))).WriteAsync(context));
        Get(app, IncidentPath + "/{name}/comments", context => At(context).Comments(context, Scope(context), Value(context, "name")));
        app.MapPut(IncidentPath + "/{name}/comments/{id}", async (HttpContext context) =>
            await (await At(context).PutCommentAsync(context, Scope(context), Value(context, "name"), Value(context, "id"))).WriteAsync(context));

        ArmEndpoint At(HttpContext context) => endpoint(Value(context, "ws"));
    }

    /// <summary>Everything else, refused in the shape of the service it looks like.</summary>
    public static void MapUnknown(WebApplication app) => app.MapFallback("{**path}", (HttpContext context) =>
    {
        ServiceKind service = Services.Of(context.Request.Path);
        string path = context.Request.Path;
        WireAnswer answer = service switch
        {
            ServiceKind.Graph => Refusals.Graph(context, 400, "BadRequest", $"Resource not found for the segment '{path.Split('/')[^1]}'."),
            ServiceKind.LogAnalytics => Refusals.LogAnalytics(context, 404, "PathNotFoundError", "The requested path does not exist."),
            _ => Refusals.Arm(404, "NotFound", $"No service has the path '{path}'."),
        };
        return answer.WriteAsync(context);
    });

    private static void Get(WebApplication app, string path, Func<HttpContext, WireAnswer> answer) =>
        app.MapGet(path, (HttpContext context) => answer(context).WriteAsync(context));

    private static ArmScope Scope(HttpContext context) => new(Value(context, "sub"), Value(context, "rg"), Value(context, "ws"));

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
