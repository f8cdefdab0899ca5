using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>Writes a mail as a mailbox holds it: the Graph message, its internet headers and its MIME.</summary>
internal static class MailMessage
{
    /// <summary>The mail behind a piece of <c>analyzedMessageEvidence</c>.</summary>
    public static DeliveredMail Of(JsonObject evidence)
    {
        JsonNode sender = evidence["p2Sender"]!;
        return Of(
            Text(evidence, "internetMessageId"), Text(evidence, "networkMessageId"), Text(evidence, "subject"), Text(sender, "emailAddress"), Text(sender, "displayName"),
            Text(evidence, "recipientEmailAddress"), Text(evidence, "senderIp"), [.. ((JsonArray)evidence["urls"]!).Select(url => url!.GetValue<string>())],
            WireTime.Parse(Text(evidence, "receivedDateTime")) ?? DateTimeOffset.UnixEpoch);
    }

    /// <summary>A mail of these parts.</summary>
    public static DeliveredMail Of(
        string internetMessageId, string networkMessageId, string subject, string from, string fromName, string to, string senderIp, IReadOnlyList<string> urls, DateTimeOffset received)
    {
        string date = received.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        string domain = from.Split('@')[^1];
        (string, string)[] headers =
        [
            ("Received", $"from {domain} ({senderIp}) by mx.{to.Split('@')[^1]} with ESMTPS; {date}"),
            ("Authentication-Results", $"spf=fail smtp.mailfrom={domain}; dkim=none; dmarc=fail action=none header.from={domain}"),
            ("From", $"{Encoded(fromName)} <{from}>"),
            ("To", $"<{to}>"),
            ("Subject", Encoded(subject)),
            ("Date", date),
            ("Message-ID", internetMessageId),
            ("X-MS-Exchange-Organization-Network-Message-Id", networkMessageId),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ];
        string body = $"Hello,\r\n\r\nplease have a look at this today:\r\n{string.Join("\r\n", urls)}\r\n\r\nKind regards\r\n{fromName}\r\n";
        string mime = string.Concat(headers.Select(header => $"{header.Item1}: {header.Item2}\r\n")) + "\r\n" + body;
        var message = new JsonObject
        {
            ["@odata.etag"] = $"W/\"{Evidence.Uuid("etag/" + internetMessageId + to)[..8]}\"",
            ["id"] = "AAkAL" + Evidence.Uuid($"message/{internetMessageId}/{to}").Replace("-", "", StringComparison.Ordinal),
            ["createdDateTime"] = WireTime.Format(received),
            ["lastModifiedDateTime"] = WireTime.Format(received),
            ["receivedDateTime"] = WireTime.Format(received),
            ["sentDateTime"] = WireTime.Format(received - TimeSpan.FromSeconds(4)),
            ["hasAttachments"] = false,
            ["internetMessageId"] = internetMessageId,
            ["subject"] = subject,
            ["bodyPreview"] = body[..Math.Min(80, body.Length)],
            ["importance"] = "normal",
            ["parentFolderId"] = "AAMkInbox",
            ["isRead"] = false,
            ["isDraft"] = false,
            ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = body },
            ["from"] = Address(fromName, from),
            ["sender"] = Address(fromName, from),
            ["toRecipients"] = new JsonArray(Address(to, to)),
            ["ccRecipients"] = new JsonArray(),
            ["bccRecipients"] = new JsonArray(),
            ["replyTo"] = new JsonArray(),
        };
        return new DeliveredMail(message, headers, Encoding.UTF8.GetBytes(mime));
    }

    private static JsonObject Address(string name, string address) => new() { ["emailAddress"] = new JsonObject { ["name"] = name, ["address"] = address } };

    private static string Encoded(string text) => text.All(char.IsAscii) ? text : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    private static string Text(JsonNode of, string name) => of[name]?.GetValue<string>() ?? "";
}
