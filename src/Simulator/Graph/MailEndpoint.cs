using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>Mails of any mailbox by their internet message id, and their MIME, under the application permission Mail.Read.</summary>
internal sealed partial class MailEndpoint(SimulatedWorld world, GraphEndpoint graph)
{
    private const string Role = "Mail.Read";

    /// <summary><c>GET /v1.0/users/{user}/messages</c>: only a filter by internet message id is simulated here.</summary>
    public WireAnswer Find(HttpContext context, string user)
    {
        if (graph.Refused(context, Role) is { } refusal)
        {
            return refusal;
        }

        Match filter = ByMessageId().Match(context.Request.Query["$filter"].FirstOrDefault() ?? "");
        if (!filter.Success)
        {
            return Refusals.Graph(context, 400, "ErrorInvalidUrlQueryFilter", "Only a filter of the form internetMessageId eq '…' is simulated.");
        }

        string id = filter.Groups["id"].Value.Replace("''", "'", StringComparison.Ordinal);
        lock (world.Gate)
        {
            world.Advance();
            return world.Mails.Of(user) is { } mailbox
                ? WireAnswer.Json(200, new JsonObject
                {
                    ["@odata.context"] = $"https://{context.Request.Host}/v1.0/$metadata#users('{user}')/messages",
                    ["value"] = new JsonArray([.. mailbox.Where(mail => mail.InternetMessageId == id).Select(mail => Selected(context.Request, mail))]),
                })
                : NoMailbox(context);
        }
    }

    /// <summary><c>GET /v1.0/users/{user}/messages/{id}/$value</c>.</summary>
    public WireAnswer Mime(HttpContext context, string user, string id)
    {
        if (graph.Refused(context, Role) is { } refusal)
        {
            return refusal;
        }

        lock (world.Gate)
        {
            world.Advance();
            return world.Mails.Of(user) is not { } mailbox ? NoMailbox(context)
                : mailbox.FirstOrDefault(mail => mail.Id == id) is { } found ? new WireAnswer(200, found.Mime) { ContentType = "text/plain" }
                : Refusals.Graph(context, 404, "ErrorItemNotFound", "The specified object was not found in the store.");
        }
    }

    private static WireAnswer NoMailbox(HttpContext context) =>
        Refusals.Graph(context, 404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");

    internal static JsonObject Selected(HttpRequest request, DeliveredMail mail)
    {
        string? select = request.Query["$select"].FirstOrDefault();
        var message = (JsonObject)mail.Message.DeepClone();
        if (string.IsNullOrEmpty(select))
        {
            return message;
        }

        HashSet<string> names = [.. select.Split(',', StringSplitOptions.TrimEntries), "id", "@odata.etag"];
        foreach (string name in message.Select(property => property.Key).Where(name => !names.Contains(name)).ToList())
        {
            message.Remove(name);
        }

        if (names.Contains("internetMessageHeaders"))
        {
            message["internetMessageHeaders"] = new JsonArray([.. mail.Headers.Select(header => new JsonObject { ["name"] = header.Name, ["value"] = header.Value })]);
        }

        return message;
    }

    [GeneratedRegex("^internetMessageId eq '(?<id>(?:[^']|'')+)'$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByMessageId();
}
