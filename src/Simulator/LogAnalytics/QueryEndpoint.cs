using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.Kql;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.LogAnalytics;

/// <summary><c>POST</c> and <c>GET /v1/workspaces/{guid}/query</c>.</summary>
internal sealed class QueryEndpoint(SimulatedWorld world, AppRegistry apps, AccessTokens tokens, Audiences audiences, LogLimits limits)
{
    /// <summary>Answers one request.</summary>
    public async Task<WireAnswer> AnswerAsync(HttpContext context, string workspace)
    {
        if (Unauthorized(context, workspace) is { } refusal)
        {
            return refusal;
        }

        string? query = context.Request.Query["query"].FirstOrDefault();
        List<string> spans = [.. context.Request.Query["timespan"].OfType<string>()];
        if (HttpMethods.IsPost(context.Request.Method))
        {
            // The service answers 200 without a body when the body or its content type is missing.
            if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            {
                return new WireAnswer(200, null);
            }

            using var buffer = new MemoryStream();
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
            if (buffer.Length == 0)
            {
                return new WireAnswer(200, null);
            }

            if (Body(buffer.ToArray()) is not { } body)
            {
                return Bad(context, "Malformed JSON in the request body", null);
            }

            query = Jwt.Text(body, "query");
            spans.AddRange(Jwt.Text(body, "timespan") is { } span ? [span] : []);
        }

        if (string.IsNullOrWhiteSpace(query))
        {
            return Bad(context, "The request had some invalid properties: 'query' is missing", null);
        }

        return Run(context, query, spans);
    }

    private WireAnswer? Unauthorized(HttpContext context, string workspace)
    {
        switch (tokens.Check(context.Request.Headers.Authorization.FirstOrDefault(), audiences.LogAnalytics, world.Clock.HostNow))
        {
            case TokenCheck.Missing:
                return Refusals.LogAnalytics(context, 401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
            case TokenCheck.WrongAudience wrong:
                return Refusals.LogAnalytics(context, 403, "InvalidAuthenticationTokenAudience", $"The audience '{wrong.Audience}' is not valid for this service.");
            case TokenCheck.Expired:
                return Refusals.LogAnalytics(context, 401, "InvalidAuthenticationToken", "The access token has expired.");
            case TokenCheck.Invalid invalid:
                return Refusals.LogAnalytics(context, 403, "InvalidAuthenticationToken", invalid.Why);
        }

        var accepted = (TokenCheck.Accepted)tokens.Check(context.Request.Headers.Authorization.FirstOrDefault(), audiences.LogAnalytics, world.Clock.HostNow);
        bool known = Guid.TryParse(workspace, out Guid id) && id == world.Tenant.WorkspaceId;
        bool allowed = apps.Find(accepted.ClientId) is { } app && AzureRoles.MayQuery(app.AzureRoles);
        return known && allowed
            ? null
            : Refusals.LogAnalytics(context, 403, "InsufficientAccessError", "The provided credentials have insufficient access to perform the requested operation",
                new JsonObject { ["code"] = "UnauthorizedClient", ["message"] = $"The client '{accepted.ClientId}' has no access to the workspace '{workspace}'." });
    }

    private WireAnswer Run(HttpContext context, string query, List<string> spans)
    {
        DateTimeOffset now;
        var tables = new Dictionary<string, (LogColumn[] Columns, LogRow[] Rows)>(StringComparer.Ordinal);
        lock (world.Gate)
        {
            now = world.Advance();
            foreach (LogTable table in world.Tables)
            {
                tables[table.Name] = ([.. table.Columns], table.At(now));
            }
        }

        var intervals = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (string span in spans)
        {
            if (!KqlTime.TryInterval(span, now, out (DateTimeOffset From, DateTimeOffset To) interval))
            {
                return Bad(context, $"The request had some invalid properties: timespan '{span}'", null);
            }

            intervals.Add(interval);
        }

        try
        {
            KqlRows rows = KqlRunner.Run(query, name => tables.TryGetValue(name, out (LogColumn[] Columns, LogRow[] Rows) table) ? TableRows.Of(table.Columns, table.Rows, intervals) : null, now);
            return new WireAnswer(200, QueryAnswer.Write(rows, limits));
        }
        catch (KqlException refused)
        {
            return Bad(context, "The request had some invalid properties", Explain(query, refused));
        }
    }

    private static JsonObject Explain(string query, KqlException refused)
    {
        int line = 1 + query.AsSpan(0, Math.Min(refused.Position, query.Length)).Count('\n');
        int start = refused.Position == 0 ? -1 : query.LastIndexOf('\n', Math.Min(refused.Position, query.Length) - 1);
        bool syntax = refused.Inner == "SyntaxError";
        return new JsonObject
        {
            ["code"] = refused.Inner,
            ["message"] = syntax ? "A recognition error occurred in the query." : "A semantic error occurred.",
            ["innererror"] = new JsonObject
            {
                ["code"] = syntax ? "SYN0002" : "SEM0100",
                ["message"] = $"{refused.Message} on line [{line},{refused.Position - start}]",
                ["line"] = line,
                ["pos"] = refused.Position - start,
            },
        };
    }

    private static WireAnswer Bad(HttpContext context, string message, JsonObject? inner) => Refusals.LogAnalytics(context, 400, "BadArgumentError", message, inner);

    private static JsonElement? Body(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The limits of one answer.</summary>
internal sealed class LogLimits(int rows, long bytes)
{
    /// <summary>The most rows.</summary>
    public int Rows { get; set; } = rows;

    /// <summary>The most bytes.</summary>
    public long Bytes { get; set; } = bytes;
}
