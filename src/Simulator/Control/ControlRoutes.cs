using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Xml;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.Faults;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Control;

/// <summary>
/// <c>/control/…</c>: the methods of <see cref="SimulatedCloud"/> over HTTP. Loopback only, and only with the control key.
/// </summary>
internal static class ControlRoutes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Maps the routes.</summary>
    public static void Map(WebApplication app, SimulatedCloud cloud)
    {
        Add("GET", "/control/state", _ => State(cloud));
        Add("GET", "/control/time", _ => Time(cloud));
        Add("POST", "/control/time", body => SetTime(cloud, body));
        Add("POST", "/control/tick", _ => Then(cloud.Tick, () => State(cloud)));
        Add("POST", "/control/generation/pause", _ => Then(cloud.PauseGeneration, () => State(cloud)));
        Add("POST", "/control/generation/resume", _ => Then(cloud.ResumeGeneration, () => State(cloud)));
        Add("GET", "/control/faults", _ => cloud.Faults.Select(item => new { fault = item.Fault, matches = item.Matches, hits = item.Hits }));
        Add("POST", "/control/faults", body => new { id = cloud.AddFault(JsonSerializer.Deserialize<Fault>(body, Json) ?? throw new JsonException("A fault is a JSON object.")) });
        Add("DELETE", "/control/faults", _ => Then(cloud.ClearFaults, () => new { cleared = true }));
        app.MapDelete("/control/faults/{id}", (HttpContext context) => AnswerAsync(context, cloud, _ => new { removed = cloud.RemoveFault((string)context.Request.RouteValues["id"]!) }));
        Add("GET", "/control/requests", _ => new { counts = cloud.RequestCounts, last = cloud.Requests });
        Add("DELETE", "/control/requests", _ => Then(cloud.ClearRequests, () => new { cleared = true }));
        Add("POST", "/control/limits", body => Limits(cloud, body));
        Published("/control/alerts", (text, when) => new { ids = cloud.PublishAlerts(text, when) });
        Published("/control/incidents", (text, when) => new { ids = cloud.PublishIncidents(text, when) });
        Published("/control/emailThreats", (text, when) => new { ids = cloud.PublishEmailThreats(text, when) });
        Published("/control/securityAlertRows", (text, when) => new { rows = cloud.PublishSecurityAlertRows(text, when) });
        Published("/control/securityIncidentRows", (text, when) => new { rows = cloud.PublishSecurityIncidentRows(text, when) });
        app.MapPost("/control/logRows/{table}", (HttpContext context) => AnswerAsync(context, cloud, body =>
            new { rows = cloud.PublishLogRows((string)context.Request.RouteValues["table"]!, body, Publication(context), context.Request.Query["workspace"].FirstOrDefault()) }));
        app.MapPost("/control/sentinelIncidents/{name}/merge", (HttpContext context) => AnswerAsync(context, cloud, body =>
            new { merged = cloud.MergeIncidents((string)context.Request.RouteValues["name"]!, Text(body, "into") ?? "") }));
        app.MapPost("/control/sentinelIncidents", (HttpContext context) => AnswerAsync(context, cloud, body => Then(
            () => cloud.PublishSentinelIncident(body, context.Request.Query["alertId"].OfType<string>(), Publication(context)),
            () => new { published = true })));
        app.MapPost("/control/sentinelIncidents/{name}", (HttpContext context) => AnswerAsync(context, cloud, body =>
            new { changed = cloud.ChangeIncident((string)context.Request.RouteValues["name"]!, body, context.Request.Query["by"].FirstOrDefault() ?? "portal user") }));
        Add("POST", "/control/workspaces", body => new { name = cloud.AddWorkspace(Text(body, "name") ?? throw new JsonException("A workspace has a name.")).WorkspaceName });
        Mails(Add, cloud);
        Add("POST", "/control/apps", body => Show(cloud.RegisterApp(Text(body, "name") ?? "app")));
        app.MapPost("/control/apps/{id:guid}", (HttpContext context) => AnswerAsync(context, cloud, body =>
            ChangeApp(cloud, Guid.Parse((string)context.Request.RouteValues["id"]!), body)));

        void Add(string method, string path, Func<string, object> act) =>
            app.MapMethods(path, [method], (HttpContext context) => AnswerAsync(context, cloud, act));

        void Published(string path, Func<string, Publication, object> act) => app.MapPost(path, (HttpContext context) => AnswerAsync(context, cloud, body =>
            act(body, Publication(context))));
    }

    /// <summary>Mailboxes, the quarantine and the events of data loss prevention.</summary>
    private static void Mails(Action<string, string, Func<string, object>> add, SimulatedCloud cloud)
    {
        add("POST", "/control/mails", body => Then(
            () => cloud.DeliverMail(JsonSerializer.Deserialize<MailToDeliver>(body, Json) ?? throw new JsonException("A mail is a JSON object.")),
            () => new { delivered = true }));
        add("DELETE", "/control/mails", body => new { removed = cloud.RemoveMail(Needed(body, "mailbox"), Needed(body, "internetMessageId")) });
        add("POST", "/control/mailboxes", body => Then(() => cloud.OpenMailbox(Needed(body, "address")), () => new { opened = true }));
        add("POST", "/control/mailboxes/expireDeltaLinks", _ => Then(cloud.ExpireDeltaLinks, () => new { expired = true }));
        add("POST", "/control/quarantine", body => new
        {
            identity = cloud.HoldMail(
                Needed(body, "messageId"), Needed(body, "recipient"), Needed(body, "sender"), Needed(body, "subject"), Encoding.UTF8.GetBytes(Needed(body, "mime"))),
        });
        add("POST", "/control/dlpEvents", body => Then(
            () => cloud.PublishDlpEvent(
                DateTimeOffset.Parse(Needed(body, "at"), CultureInfo.InvariantCulture), Needed(body, "account"), Needed(body, "object"), Node(body)["mode"]!.GetValue<int>()),
            () => new { published = true }));
    }

    private static string Needed(string body, string name) => Text(body, name) ?? throw new JsonException($"The text '{name}' is missing.");

    private static Publication Publication(HttpContext context) =>
        new(WireTime.Parse(context.Request.Query["visibleAt"]), WireTime.Parse(context.Request.Query["modifiedAt"]));

    private static async Task AnswerAsync(HttpContext context, SimulatedCloud cloud, Func<string, object> act)
    {
        byte[] key = Encoding.UTF8.GetBytes(context.Request.Headers["X-Control-Key"].FirstOrDefault() ?? "");
        bool loopback = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
        if (!loopback || !CryptographicOperations.FixedTimeEquals(key, Encoding.UTF8.GetBytes(cloud.ControlKey)))
        {
            context.Response.StatusCode = 401;
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        try
        {
            await context.Response.WriteAsJsonAsync(act(body), Json, context.RequestAborted);
        }
        catch (Exception refused) when (refused is JsonException or FormatException or ArgumentException or CryptographicException or InvalidOperationException)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = refused.Message }, Json, context.RequestAborted);
        }
    }

    private static object State(SimulatedCloud cloud) => new
    {
        now = WireTime.Format(cloud.Now),
        counts = cloud.Count(),
        requests = cloud.RequestCounts,
    };

    private static object Time(SimulatedCloud cloud) => new { now = WireTime.Format(cloud.Now) };

    private static object SetTime(SimulatedCloud cloud, string body)
    {
        if (Text(body, "shift") is { } shift)
        {
            cloud.ShiftTime(XmlConvert.ToTimeSpan(shift));
        }

        if (Node(body)["speed"] is JsonValue speed)
        {
            cloud.ScaleTime(speed.GetValue<double>());
        }

        if (Text(body, "freezeAt") is { } at)
        {
            cloud.FreezeTime(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));
        }

        if (Node(body)["freeze"]?.GetValue<bool>() == true)
        {
            cloud.FreezeTime();
        }

        if (Node(body)["resume"]?.GetValue<bool>() == true)
        {
            cloud.ResumeTime();
        }

        return Time(cloud);
    }

    private static object Limits(SimulatedCloud cloud, string body)
    {
        foreach ((string name, JsonNode? value) in Node(body))
        {
            int? number = value is JsonValue given && given.TryGetValue(out int read) ? read : null;
            switch (name)
            {
                case "graphPageCap": cloud.GraphPageCap = number; break;
                case "armPageCap": cloud.ArmPageCap = number; break;
                case "armBudgetScale": cloud.ArmBudgetScale = value is null ? null : value.GetValue<double>(); break;
                case "quarantineIgnoresFilter": cloud.QuarantineIgnoresFilter = value!.GetValue<bool>(); break;
                case "graphRequestsPerMinute": cloud.GraphRequestsPerMinute = number; break;
                case "logAnalyticsRowLimit": cloud.LogAnalyticsRowLimit = number ?? 500_000; break;
                case "logAnalyticsByteLimit": cloud.LogAnalyticsByteLimit = number ?? 104_857_600; break;
                case "tokenLifetime": cloud.TokenLifetime = XmlConvert.ToTimeSpan(value!.GetValue<string>()); break;
                case "graphDelay": cloud.GraphDelay = XmlConvert.ToTimeSpan(value!.GetValue<string>()); break;
                case "logAnalyticsDelay": cloud.LogAnalyticsDelay = XmlConvert.ToTimeSpan(value!.GetValue<string>()); break;
                default: throw new JsonException($"Unknown limit '{name}'.");
            }
        }

        return new { cloud.GraphPageCap, cloud.ArmPageCap, cloud.GraphRequestsPerMinute, cloud.LogAnalyticsRowLimit, cloud.LogAnalyticsByteLimit };
    }

    private static object ChangeApp(SimulatedCloud cloud, Guid id, string body)
    {
        foreach ((string name, JsonNode? value) in Node(body))
        {
            string text = value is JsonValue given && given.TryGetValue(out string? read) ? read : "";
            bool done = name switch
            {
                "expireSecrets" => cloud.ExpireSecrets(id),
                "addSecret" => cloud.AddSecret(id, TimeSpan.FromDays(180)) is not null,
                "addCertificate" => AddCertificate(cloud, id, text),
                "grantGraphRole" => cloud.GrantGraphRole(id, text),
                "revokeGraphRole" => cloud.RevokeGraphRole(id, text),
                "grantAzureRole" => cloud.GrantAzureRole(id, text),
                "revokeAzureRole" => cloud.RevokeAzureRole(id, text),
                "grantExchangeRole" => cloud.GrantExchangeRole(id, text),
                "revokeExchangeRole" => cloud.RevokeExchangeRole(id, text),
                "revokeDirectoryRole" => cloud.RevokeDirectoryRole(id, text),
                "removeCertificates" => cloud.RemoveCertificates(id),
                _ => throw new JsonException($"Unknown change '{name}'."),
            };
            if (!done)
            {
                throw new ArgumentException("There is no such application.", nameof(id));
            }
        }

        return Show(cloud.FindApp(id) ?? throw new ArgumentException("There is no such application.", nameof(id)));
    }

    private static bool AddCertificate(SimulatedCloud cloud, Guid id, string pem)
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem);
        return cloud.AddCertificate(id, certificate);
    }

    private static object Show(AppRegistration app) => new
    {
        clientId = app.ClientId,
        name = app.Name,
        secrets = app.Secrets.Select(secret => new { secret.KeyId, secret.Value, secret.End }),
        certificates = app.Certificates.Select(certificate => certificate.Thumbprint),
        graphRoles = app.GraphRoles,
        azureRoles = app.AzureRoles,
    };

    private static object Then(Action act, Func<object> answer)
    {
        act();
        return answer();
    }

    private static JsonObject Node(string body) => JsonNode.Parse(body.Length == 0 ? "{}" : body) as JsonObject ?? throw new JsonException("A JSON object is expected.");

    private static string? Text(string body, string name) => Node(body)[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
