using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>Writes pages. A record's bytes are served as they were published unless the request asks for another form of it.</summary>
internal static class GraphPage
{
    /// <summary>One page of a list.</summary>
    public static WireAnswer Write(HttpRequest request, GraphResource resource, GraphQuery query, GraphCollection collection, DateTimeOffset now, GraphCollection? alerts)
    {
        List<(GraphRecord Record, GraphVersion Version)> all = [.. Matching(collection, query, now)];
        all.Sort((a, b) => Order(query, (query.Key(a.Version), a.Record.Ordinal), (query.Key(b.Version), b.Record.Ordinal)));
        IEnumerable<(GraphRecord Record, GraphVersion Version)> rest = query.After is { } after
            ? all.Where(item => Order(query, (query.Key(item.Version), item.Record.Ordinal), after) > 0)
            : all.Skip(query.Skip);
        List<(GraphRecord Record, GraphVersion Version)> page = [.. rest.Take(query.Top + 1)];
        bool more = page.Count > query.Top;
        page = more ? page[..query.Top] : page;

        using var body = new MemoryStream();
        string root = $"https://{request.Host}";
        Put(body, $"{{\"@odata.context\":{Quote($"{root}{request.Path.Value![..5].TrimEnd('/')}/$metadata#{resource.Context}")}");
        if (query.Count)
        {
            Put(body, $",\"@odata.count\":{all.Count}");
        }

        if (more)
        {
            (GraphRecord record, GraphVersion version) = page[^1];
            Put(body, $",\"@odata.nextLink\":{Quote(NextLink(request, query.TokenAfter(version, record.Ordinal)))}");
        }

        Put(body, ",\"value\":[");
        for (int i = 0; i < page.Count; i++)
        {
            Put(body, i == 0 ? "" : ",");
            body.Write(Record(request, page[i].Version, page[i].Record.Id, query, alerts, now));
        }

        Put(body, "]}");
        return new WireAnswer(200, body.ToArray(), "application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8");
    }

    /// <summary>One record, in the form the request asks for.</summary>
    public static byte[] Record(HttpRequest request, GraphVersion version, string id, GraphQuery query, GraphCollection? alerts, DateTimeOffset now)
    {
        bool late = request.Headers["Prefer"].Any(value => value?.Contains("include-unknown-enum-members", StringComparison.OrdinalIgnoreCase) == true);
        bool hide = !late && (GraphEnums.HasLateMember(version.Values) || version.Values.ContainsKey("internetMessageId"));
        if ((!hide && query.Select is null && alerts is null) || JsonNode.Parse(version.Json) is not JsonObject record)
        {
            return version.Json;
        }

        if (hide)
        {
            GraphEnums.Hide(record);
        }

        if (alerts is not null)
        {
            record["alerts"] = new JsonArray([.. AlertsOf(alerts, id, now).Select(alert => JsonNode.Parse(Record(request, alert, "", query with { Select = null }, null, now)))]);
        }

        foreach (string name in query.Select is null ? [] : record.Select(property => property.Key).ToArray())
        {
            if (!query.Select!.Contains(name) && name is not ("id" or "alerts"))
            {
                record.Remove(name);
            }
        }

        return WireJson.Bytes(record);
    }

    private static IEnumerable<(GraphRecord Record, GraphVersion Version)> Matching(GraphCollection collection, GraphQuery query, DateTimeOffset now)
    {
        foreach (GraphRecord record in collection.Records)
        {
            if (record.At(now) is { } version && query.Filter(version))
            {
                yield return (record, version);
            }
        }
    }

    private static IEnumerable<GraphVersion> AlertsOf(GraphCollection alerts, string incidentId, DateTimeOffset now) => alerts.Records
        .Select(record => record.At(now))
        .OfType<GraphVersion>()
        .Where(version => version.Values.TryGetValue("incidentId", out JsonElement owner) && owner.ValueKind == JsonValueKind.String && owner.GetString() == incidentId);

    private static int Order(GraphQuery query, (long Ticks, long Ordinal) a, (long Ticks, long Ordinal) b) => query.Descending ? b.CompareTo(a) : a.CompareTo(b);

    private static string NextLink(HttpRequest request, string token)
    {
        var options = new List<string>();
        foreach (KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> option in request.Query.Where(option => option.Key != "$skiptoken"))
        {
            options.AddRange(option.Value.Select(value => $"{option.Key}={Uri.EscapeDataString(value ?? "")}"));
        }

        options.Add($"$skiptoken={token}");
        return $"https://{request.Host}{request.Path}?{string.Join('&', options)}";
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, WireJson.Options);

    private static void Put(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
