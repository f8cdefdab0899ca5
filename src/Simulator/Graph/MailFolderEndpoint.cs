using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;
using Base64Url = Dropzone.Ledger.Simulator.Entra.Base64Url;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>The messages of a mail folder, their changes, and their attachments, under the application permission Mail.Read.</summary>
internal sealed partial class MailFolderEndpoint(SimulatedWorld world, GraphEndpoint graph)
{
    private const string Role = "Mail.Read";
    private const int DefaultTop = 10;

    private static readonly Dictionary<string, FilterKind> Filters = new(StringComparer.Ordinal)
    {
        ["receivedDateTime"] = new FilterKind.Time(OfCreation: true),
        ["subject"] = new FilterKind.Text(),
        ["importance"] = new FilterKind.Text(),
        ["internetMessageId"] = new FilterKind.Text(),
        ["from/emailAddress/address"] = new FilterKind.Text(),
        ["sender/emailAddress/address"] = new FilterKind.Text(),
    };

    /// <summary><c>GET …/mailFolders/{folder}/messages</c>.</summary>
    public WireAnswer List(HttpContext context, string user, string folder) => In(context, user, folder, mailbox =>
    {
        IQueryCollection options = context.Request.Query;
        string filter = options["$filter"].FirstOrDefault() ?? "";
        string? order = options["$orderby"].FirstOrDefault();
        if (order is not null && !Order().IsMatch(order))
        {
            return Refusals.Graph(context, 400, "BadRequest", $"The $orderby expression '{order}' is not simulated.");
        }

        if (order is not null && filter.Length > 0 && !filter.StartsWith("receivedDateTime ", StringComparison.Ordinal))
        {
            return Refusals.Graph(context, 400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
        }

        int top = int.TryParse(options["$top"].FirstOrDefault(), out int given) ? given : DefaultTop;
        int skip = int.TryParse(options["$skip"].FirstOrDefault(), out int skipped) ? skipped : 0;
        if (top is < 1 or > 1000 || skip < 0)
        {
            return Refusals.Graph(context, 400, "ErrorInvalidUrlQuery", "The limit of '1000' for Top query has been exceeded.");
        }

        Func<GraphVersion, bool> matches;
        try
        {
            matches = filter.Length == 0 ? _ => true : ODataFilter.Parse(filter, Filters);
        }
        catch (ODataException refused)
        {
            return Refusals.Graph(context, 400, "ErrorInvalidUrlQueryFilter", refused.Message);
        }

        IEnumerable<DeliveredMail> found = mailbox.Where(mail => matches(Version(mail)));
        found = order is null || order.EndsWith("desc", StringComparison.Ordinal)
            ? found.OrderByDescending(mail => mail.Received).ThenByDescending(mail => mail.Ordinal)
            : found.OrderBy(mail => mail.Received).ThenBy(mail => mail.Ordinal);
        List<DeliveredMail> page = [.. found.Skip(skip).Take(top + 1)];
        JsonObject body = Body(context, user, page.Take(top));
        if (page.Count > top)
        {
            body["@odata.nextLink"] = Link(context, "$skip", (skip + top).ToString(CultureInfo.InvariantCulture));
        }

        return WireAnswer.Json(200, body);
    });

    /// <summary><c>GET …/mailFolders/{folder}/messages/delta</c>.</summary>
    public WireAnswer Delta(HttpContext context, string user, string folder) => In(context, user, folder, mailbox =>
    {
        IQueryCollection options = context.Request.Query;
        string? token = options["$deltatoken"].FirstOrDefault() ?? options["$skiptoken"].FirstOrDefault();
        if (options.Keys.Any(key => key is "$search" or "$top") || (options["$filter"].FirstOrDefault() is { } filter && !DeltaFilter().IsMatch(filter)))
        {
            return Refusals.Graph(context, 400, "ErrorInvalidUrlQuery", "A delta query takes only a filter of the form receivedDateTime ge or gt a time.");
        }

        (DateTimeOffset from, long after) = (DateTimeOffset.MinValue, 0L);
        if (token is not null)
        {
            string[] parts = Encoding.UTF8.GetString(Base64Url.Decode(token) ?? []).Split('|');
            if (parts.Length != 3 || parts[2] != world.Mails.DeltaEpoch.ToString(CultureInfo.InvariantCulture))
            {
                return Refusals.Graph(context, 410, "syncStateNotFound", "The sync state generation is not found; synchronize anew.");
            }

            (from, after) = (new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero), long.Parse(parts[1], CultureInfo.InvariantCulture));
        }
        else if (options["$filter"].FirstOrDefault() is { } given)
        {
            from = WireTime.Parse(DeltaFilter().Match(given).Groups["time"].Value) ?? DateTimeOffset.MinValue;
        }

        int size = PageSize().Match(string.Join(',', context.Request.Headers["Prefer"].ToArray())) is { Success: true } wanted
            ? Math.Clamp(int.Parse(wanted.Groups["n"].Value, CultureInfo.InvariantCulture), 1, 1000)
            : DefaultTop;
        // A later round tells what came in, whatever its date: a moved message is new to the folder.
        bool first = options["$deltatoken"].FirstOrDefault() is null;
        List<DeliveredMail> page = [.. mailbox.Where(mail => mail.Ordinal > after && (!first || mail.Received >= from)).OrderBy(mail => mail.Ordinal).Take(size + 1)];
        bool more = page.Count > size;
        page = more ? page[..size] : page;
        long last = more ? page[^1].Ordinal : mailbox.Select(mail => mail.Ordinal).Append(after).Max();
        JsonObject body = Body(context, user, page);
        string next = Base64Url.Encode(Encoding.UTF8.GetBytes($"{from.UtcTicks}|{last}|{world.Mails.DeltaEpoch}"));
        body[more ? "@odata.nextLink" : "@odata.deltaLink"] = $"https://{context.Request.Host}{context.Request.Path}?{(more && first ? "$skiptoken" : "$deltatoken")}={next}";
        return WireAnswer.Json(200, body);
    });

    /// <summary><c>GET …/messages/{id}/attachments</c>.</summary>
    public WireAnswer Attachments(HttpContext context, string user, string id) => Of(context, user, id, mail => WireAnswer.Json(200, new JsonObject
    {
        ["value"] = new JsonArray([.. mail.Attachments.Select((file, i) => new JsonObject
        {
            ["@odata.type"] = file.IsItem ? "#microsoft.graph.itemAttachment" : "#microsoft.graph.fileAttachment",
            ["id"] = AttachmentId(i),
            ["name"] = file.Name,
            ["contentType"] = file.ContentType,
            ["size"] = file.Content.Length,
            ["isInline"] = false,
        })]),
    }));

    /// <summary><c>GET …/messages/{id}/attachments/{attachment}/$value</c>.</summary>
    public WireAnswer Attachment(HttpContext context, string user, string id, string attachment) => Of(context, user, id, mail =>
        mail.Attachments.Index().Where(file => AttachmentId(file.Index) == attachment).Select(file => file.Item).FirstOrDefault() is { } found
            ? new WireAnswer(200, found.Content, found.IsItem ? "text/plain" : "application/octet-stream")
            : NotFound(context));

    private WireAnswer In(HttpContext context, string user, string folder, Func<IReadOnlyList<DeliveredMail>, WireAnswer> answer)
    {
        if (graph.Refused(context, Role) is { } refusal)
        {
            return refusal;
        }

        lock (world.Gate)
        {
            world.Advance();
            return world.Mails.Of(user) is not { } mailbox
                ? Refusals.Graph(context, 404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.")
                : folder.Equals("inbox", StringComparison.OrdinalIgnoreCase) ? answer(mailbox) : NotFound(context);
        }
    }

    private WireAnswer Of(HttpContext context, string user, string id, Func<DeliveredMail, WireAnswer> answer) =>
        In(context, user, "inbox", mailbox => mailbox.FirstOrDefault(mail => mail.Id == id) is { } found ? answer(found) : NotFound(context));

    private static WireAnswer NotFound(HttpContext context) => Refusals.Graph(context, 404, "ErrorItemNotFound", "The specified object was not found in the store.");

    private static string AttachmentId(int index) => $"AAkAatt{index.ToString(CultureInfo.InvariantCulture)}";

    private static GraphVersion Version(DeliveredMail mail)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (string name in Filters.Keys)
        {
            JsonNode? value = name.Split('/').Aggregate((JsonNode?)mail.Message, (node, part) => node?[part]);
            if (value is JsonValue)
            {
                values[name] = JsonSerializer.SerializeToElement(value);
            }
        }

        return new GraphVersion([], mail.Received, mail.Received, mail.Received, values);
    }

    // Without the header the ids are those that change when a message is moved.
    private static JsonObject Body(HttpContext context, string user, IEnumerable<DeliveredMail> mails)
    {
        bool lasting = context.Request.Headers["Prefer"].Any(value => value?.Contains("IdType=\"ImmutableId\"", StringComparison.OrdinalIgnoreCase) == true);
        return new JsonObject
        {
            ["@odata.context"] = $"https://{context.Request.Host}/v1.0/$metadata#users('{user}')/mailFolders('inbox')/messages",
            ["value"] = new JsonArray([.. mails.Select(mail =>
            {
                JsonObject message = MailEndpoint.Selected(context.Request, mail);
                message["id"] = lasting ? mail.Id : "AAMkAG" + mail.Id;
                return message;
            })]),
        };
    }

    private static string Link(HttpContext context, string name, string value)
    {
        IEnumerable<string> kept = context.Request.Query.Where(option => option.Key != name).Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value.ToString())}");
        return $"https://{context.Request.Host}{context.Request.Path}?{string.Join('&', kept.Append($"{name}={value}"))}";
    }

    [GeneratedRegex("^receivedDateTime( asc| desc)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Order();

    [GeneratedRegex("^receivedDateTime (ge|gt) (?<time>[0-9T:.Z-]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DeltaFilter();

    [GeneratedRegex("odata\\.maxpagesize=(?<n>[0-9]{1,4})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageSize();
}
