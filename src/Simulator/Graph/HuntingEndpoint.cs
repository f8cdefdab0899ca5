using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.Kql;
using Dropzone.Ledger.Simulator.LogAnalytics;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary><c>POST /v1.0/security/runHuntingQuery</c> over the one hunting table that is simulated.</summary>
internal sealed class HuntingEndpoint(SimulatedWorld world, GraphEndpoint graph)
{
    /// <summary>Answers one request.</summary>
    public async Task<WireAnswer> AnswerAsync(HttpContext context)
    {
        if (graph.Refused(context, "ThreatHunting.Read.All") is { } refusal)
        {
            return refusal;
        }

        string? query;
        try
        {
            JsonNode? body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            query = (body?["Query"] ?? body?["query"])?.GetValue<string>();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            query = null;
        }

        return string.IsNullOrWhiteSpace(query) ? Refusals.Graph(context, 400, "BadRequest", "The query is empty.") : Run(context, query);
    }

    private WireAnswer Run(HttpContext context, string query)
    {
        DateTimeOffset now;
        LogColumn[] columns;
        LogRow[] rows;
        lock (world.Gate)
        {
            now = world.Advance();
            columns = [.. world.DataSecurityEvents.Columns];
            rows = world.DataSecurityEvents.At(now);
        }

        try
        {
            KqlRows answer = KqlRunner.Run(query, name => name == "DataSecurityEvents" ? TableRows.Of(columns, rows, []) : null, now);
            int[] visible = [.. answer.Visible];
            return WireAnswer.Json(200, new JsonObject
            {
                ["@odata.context"] = $"https://{context.Request.Host}/v1.0/$metadata#microsoft.graph.security.huntingQueryResults",
                ["schema"] = new JsonArray([.. visible.Select(i => new JsonObject { ["name"] = answer.Columns[i].Name, ["type"] = answer.Columns[i].Type.ToString() })]),
                ["results"] = new JsonArray([.. answer.Rows.Select(row => new JsonObject(visible.Select(i => KeyValuePair.Create(answer.Columns[i].Name, Node(row[i])))))]),
            });
        }
        catch (KqlException refused)
        {
            return Refusals.Graph(context, 400, "BadRequest", refused.Message);
        }
    }

    private static JsonNode? Node(object? value) => KqlValues.Plain(value) switch
    {
        null => null,
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        JsonElement element => JsonNode.Parse(element.GetRawText()),
        object other => JsonValue.Create(KqlValues.Text(other)),
    };
}
