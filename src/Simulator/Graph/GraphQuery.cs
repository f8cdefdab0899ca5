using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Simulator.World;
using Base64Url = Dropzone.Ledger.Simulator.Entra.Base64Url;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>A list request, read and validated.</summary>
internal sealed record GraphQuery(
    Func<GraphVersion, bool> Filter,
    bool ByCreation,
    bool Descending,
    int Top,
    int Skip,
    bool Count,
    IReadOnlySet<string>? Select,
    bool ExpandAlerts,
    (long Ticks, long Ordinal)? After,
    string Digest)
{
    private const string EmptyCode = "";

    /// <summary>What is refused: Graph's code, which may be empty, and the message.</summary>
    public sealed record Refusal(string Code, string Message);

    /// <summary>Reads the query options of a list request.</summary>
    public static (GraphQuery? Query, Refusal? Refused) Read(IQueryCollection options, GraphResource resource, int? pageCap)
    {
        try
        {
            return Parse(options, resource, pageCap);
        }
        catch (ODataException refused)
        {
            return (null, new Refusal("BadRequest", refused.Message));
        }
    }

    /// <summary>The token of the next page: it holds where this page ended, and is worth nothing with other options.</summary>
    public string TokenAfter(GraphVersion last, long ordinal) =>
        Base64Url.Encode(Encoding.UTF8.GetBytes($"{Key(last).ToString(CultureInfo.InvariantCulture)}|{ordinal}|{Digest}"));

    /// <summary>The place of a version in the order of the request.</summary>
    public long Key(GraphVersion version) => (ByCreation ? version.Created : version.LastUpdate).UtcTicks;

    private static (GraphQuery?, Refusal?) Parse(IQueryCollection options, GraphResource resource, int? pageCap)
    {
        foreach (string name in options.Keys.Where(key => key.StartsWith('$')))
        {
            if (name.ToLowerInvariant() is not ("$filter" or "$orderby" or "$top" or "$skip" or "$count" or "$select" or "$expand" or "$skiptoken"))
            {
                throw new ODataException($"The query parameter '{name}' is not supported.");
            }
        }

        int top = Number(options, "$top") ?? resource.DefaultTop;
        if (top < 1)
        {
            throw new ODataException($"Invalid value '{top}' for $top query option found.");
        }

        if (top > resource.MaximumTop && !resource.Clamps)
        {
            return (null, new Refusal(EmptyCode, $"The limit of '{resource.MaximumTop}' for Top query has been exceeded. The value from the incoming request is '{top}'."));
        }

        int skip = Number(options, "$skip") ?? 0;
        if (skip is < 0 or > 500)
        {
            throw new ODataException($"Invalid value '{skip}' for $skip query option found. The maximum is 500.");
        }

        (bool byCreation, bool descending) = Order(options["$orderby"].FirstOrDefault());
        string filter = options["$filter"].FirstOrDefault() ?? "";
        string? expand = options["$expand"].FirstOrDefault();
        if (expand is not null && (expand != "alerts" || resource != GraphResource.Incidents))
        {
            throw new ODataException($"Could not find a property named '{expand}' to expand.");
        }

        string digest = Digest64($"{resource.Context}?{filter}&{options["$orderby"]}&{options["$top"]}&{options["$skip"]}&{options["$select"]}");
        return (new GraphQuery(
            filter.Length == 0 ? _ => true : ODataFilter.Parse(filter, resource.Filters),
            byCreation,
            descending,
            Math.Min(Math.Min(top, resource.MaximumTop), pageCap ?? int.MaxValue),
            skip,
            string.Equals(options["$count"].FirstOrDefault(), "true", StringComparison.OrdinalIgnoreCase),
            Selected(options["$select"].FirstOrDefault()),
            expand is not null,
            Token(options["$skiptoken"].FirstOrDefault(), digest),
            digest), null);
    }

    private static int? Number(IQueryCollection options, string name)
    {
        string? text = options[name].FirstOrDefault();
        return text is null ? null : int.TryParse(text, out int number) ? number : throw new ODataException($"Invalid value '{text}' for {name} query option found.");
    }

    private static (bool ByCreation, bool Descending) Order(string? order)
    {
        if (string.IsNullOrEmpty(order))
        {
            return (true, true);
        }

        string[] parts = order.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool known = parts.Length is 1 or 2 && parts[0] is "createdDateTime" or "lastUpdateDateTime" && (parts.Length == 1 || parts[1] is "asc" or "desc");
        return known
            ? (parts[0] == "createdDateTime", parts.Length == 2 && parts[1] == "desc")
            : throw new ODataException($"The $orderby expression '{order}' is not supported.");
    }

    private static HashSet<string>? Selected(string? select) =>
        string.IsNullOrEmpty(select) ? null : new HashSet<string>(select.Split(',', StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    private static (long, long)? Token(string? token, string digest)
    {
        if (token is null)
        {
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(Base64Url.Decode(token) ?? []).Split('|');
        return parts.Length == 3 && parts[2] == digest && long.TryParse(parts[0], out long ticks) && long.TryParse(parts[1], out long ordinal)
            ? (ticks, ordinal)
            : throw new ODataException("The skip token is not valid; follow the next link as it was given.");
    }

    private static string Digest64(string text) => Base64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}
