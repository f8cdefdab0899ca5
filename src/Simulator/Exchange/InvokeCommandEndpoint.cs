using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Exchange;

/// <summary>
/// <c>POST /adminapi/beta/{organization}/InvokeCommand</c>: the transport of Exchange Online PowerShell, with the cmdlets of the quarantine. A
/// search by an empty or unknown identity answers with everything, as the real one does.
/// </summary>
internal sealed class InvokeCommandEndpoint(SimulatedWorld world, AppRegistry apps, AccessTokens tokens, Audiences audiences)
{
    private const int LargestPage = 1000;

    /// <summary>Answers one request.</summary>
    public async Task<WireAnswer> AnswerAsync(HttpContext context, string organization)
    {
        if (Refused(context, organization) is { } refusal)
        {
            return refusal;
        }

        JsonNode? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            return Refusals.Arm(400, "BadRequest", "The request body is no JSON.");
        }

        JsonObject? input = body?["CmdletInput"] as JsonObject;
        JsonObject parameters = input?["Parameters"] as JsonObject ?? [];
        lock (world.Gate)
        {
            world.Advance();
            return input?["CmdletName"]?.GetValue<string>() switch
            {
                "Get-QuarantineMessage" => Search(parameters),
                "Export-QuarantineMessage" => Export(parameters),
                var other => Refusals.Arm(400, "BadRequest", $"The term '{other}' is not recognized as the name of a cmdlet."),
            };
        }
    }

    private WireAnswer? Refused(HttpContext context, string organization)
    {
        if (tokens.Check(context.Request.Headers.Authorization.FirstOrDefault(), audiences.Exchange, world.Clock.HostNow) is not TokenCheck.Accepted accepted)
        {
            return Refusals.Arm(401, "Unauthorized", "The token is missing, expired or for another resource.");
        }

        bool known = string.Equals(organization, world.Tenant.Domain, StringComparison.OrdinalIgnoreCase)
            || (Guid.TryParse(organization, out Guid id) && id == world.Tenant.TenantId);
        if (!known)
        {
            return Refusals.Arm(404, "ResourceNotFound", $"The organization '{organization}' was not found.");
        }

        return accepted.Roles.Contains("Exchange.ManageAsApp") && apps.Find(accepted.ClientId) is { DirectoryRoles.Count: > 0 }
            ? null
            : Refusals.Arm(403, "Forbidden", "The role assigned to application is not supported in this scenario.");
    }

    private WireAnswer Search(JsonObject parameters)
    {
        int size = Number(parameters, "PageSize", 100);
        int page = Number(parameters, "Page", 1);
        if (size is < 1 or > LargestPage || page is < 1 or > LargestPage)
        {
            return Refusals.Arm(400, "BadRequest", "Cannot validate argument on parameter 'PageSize' or 'Page': 1 to 1000 are allowed.");
        }

        IEnumerable<HeldMail> mails = world.Quarantine.Mails;
        if (!world.Quarantine.IgnoresFilter)
        {
            mails = mails.Where(mail => Matches(parameters, "MessageId", mail.MessageId) && Matches(parameters, "RecipientAddress", mail.Recipient) && Matches(parameters, "SenderAddress", mail.Sender));
            string? identity = Text(parameters, "Identity");
            mails = world.Quarantine.Mails.Any(mail => mail.Identity == identity) ? mails.Where(mail => mail.Identity == identity) : mails;
        }

        return WireAnswer.Json(200, new JsonObject { ["value"] = new JsonArray([.. mails.Skip((page - 1) * size).Take(size).Select(mail => mail.Listed())]) });
    }

    private WireAnswer Export(JsonObject parameters)
    {
        string? identity = Text(parameters, "Identity");
        IEnumerable<HeldMail> found = string.IsNullOrEmpty(identity) ? world.Quarantine.Mails : world.Quarantine.Mails.Where(mail => mail.Identity == identity);
        return WireAnswer.Json(200, new JsonObject
        {
            ["value"] = new JsonArray([.. found.Select(mail => new JsonObject
            {
                ["Identity"] = mail.Identity,
                ["BodyEncoding"] = "Base64",
                ["Eml"] = Convert.ToBase64String(mail.Mime),
            })]),
        });
    }

    private static bool Matches(JsonObject parameters, string name, string actual) =>
        parameters[name] is not { } wanted
        || (wanted is JsonArray list ? list.Select(item => item?.GetValue<string>()) : [wanted.GetValue<string>()]).Any(text => string.Equals(text, actual, StringComparison.OrdinalIgnoreCase));

    private static int Number(JsonObject parameters, string name, int otherwise) =>
        parameters[name] is JsonValue value && value.TryGetValue(out int number) ? number : otherwise;

    private static string? Text(JsonObject parameters, string name) => parameters[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
