using System.Globalization;
using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.Graph;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Arm;

/// <summary>The list of incidents: 50 a page, newest created first, the next page behind <c>$skipToken</c>.</summary>
internal static class IncidentList
{
    private const int DefaultTop = 50;

    private static readonly Dictionary<string, FilterKind> Filters = new(StringComparer.Ordinal)
    {
        ["properties/status"] = new FilterKind.Text(),
        ["properties/severity"] = new FilterKind.Text(),
        ["properties/title"] = new FilterKind.Text(),
        ["properties/lastModifiedTimeUtc"] = new FilterKind.Time(OfCreation: false),
        ["properties/createdTimeUtc"] = new FilterKind.Time(OfCreation: true),
    };

    /// <summary>One page.</summary>
    public static WireAnswer Page(HttpRequest request, IEnumerable<IncidentState> incidents, int? pageCap)
    {
        try
        {
            return Write(request, incidents, pageCap);
        }
        catch (ODataException refused)
        {
            return Refusals.Arm(400, "BadRequest", refused.Message);
        }
    }

    private static WireAnswer Write(HttpRequest request, IEnumerable<IncidentState> incidents, int? pageCap)
    {
        string? topText = request.Query["$top"].FirstOrDefault();
        int top = topText is null ? DefaultTop : int.TryParse(topText, out int number) && number > 0 ? number : throw new ODataException($"Invalid value for $top: '{topText}'.");
        top = Math.Min(Math.Min(top, 1000), pageCap ?? int.MaxValue);
        string filter = request.Query["$filter"].FirstOrDefault() ?? "";
        Func<GraphVersion, bool> matches = filter.Length == 0 ? _ => true : ODataFilter.Parse(filter, Filters);
        (Func<IncidentState, long> key, bool descending) = Order(request.Query["$orderby"].FirstOrDefault());
        (long Key, string Name)? after = Token(request.Query["$skipToken"].FirstOrDefault());

        int Compare((long Key, string Name) a, (long Key, string Name) b)
        {
            int order = a.Key != b.Key ? a.Key.CompareTo(b.Key) : string.CompareOrdinal(a.Name, b.Name);
            return descending ? -order : order;
        }

        List<IncidentState> page =
        [
            .. incidents.Where(incident => matches(Values(incident)))
                .Where(incident => after is not { } end || Compare((key(incident), incident.Name), end) > 0)
                .Order(Comparer<IncidentState>.Create((a, b) => Compare((key(a), a.Name), (key(b), b.Name))))
                .Take(top + 1),
        ];
        bool more = page.Count > top;
        using var body = new MemoryStream();
        Put(body, "{\"value\":[");
        for (int i = 0; i < Math.Min(page.Count, top); i++)
        {
            Put(body, i == 0 ? "" : ",");
            body.Write(page[i].ToBytes());
        }

        Put(body, "]");
        if (more)
        {
            string token = Base64Url.Encode(Encoding.UTF8.GetBytes($"{key(page[top - 1]).ToString(CultureInfo.InvariantCulture)}|{page[top - 1].Name}"));
            IEnumerable<string> options = request.Query.Where(option => option.Key != "$skipToken").Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value.ToString())}");
            Put(body, $",\"nextLink\":{JsonSerializer.Serialize($"https://{request.Host}{request.Path}?{string.Join('&', options)}&$skipToken={token}", WireJson.Options)}");
        }

        Put(body, "}");
        return new WireAnswer(200, body.ToArray());
    }

    private static (Func<IncidentState, long> Key, bool Descending) Order(string? order) => order switch
    {
        null or "" or "properties/createdTimeUtc desc" => (incident => incident.Created.UtcTicks, true),
        "properties/createdTimeUtc" or "properties/createdTimeUtc asc" => (incident => incident.Created.UtcTicks, false),
        "properties/lastModifiedTimeUtc" or "properties/lastModifiedTimeUtc asc" => (Modified, false),
        "properties/lastModifiedTimeUtc desc" => (Modified, true),
        "properties/incidentNumber desc" => (Number, true),
        "properties/incidentNumber" or "properties/incidentNumber asc" => (Number, false),
        _ => throw new ODataException($"The $orderby expression '{order}' is not supported."),
    };

    private static long Modified(IncidentState incident) => incident.Time("lastModifiedTimeUtc")?.UtcTicks ?? 0;

    private static long Number(IncidentState incident) => incident.Properties["incidentNumber"] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue(out long number) ? number : 0;

    private static GraphVersion Values(IncidentState incident) => new(
        [],
        DateTimeOffset.MinValue,
        incident.Created,
        incident.Time("lastModifiedTimeUtc") ?? incident.Created,
        Filters.Keys.ToDictionary(name => name, name => JsonSerializer.SerializeToElement(incident.Text(name["properties/".Length..])), StringComparer.Ordinal));

    private static (long, string)? Token(string? token)
    {
        if (token is null)
        {
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(Base64Url.Decode(token) ?? []).Split('|', 2);
        return parts.Length == 2 && long.TryParse(parts[0], out long key) ? (key, parts[1]) : throw new ODataException("The $skipToken is not valid.");
    }

    private static void Put(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
