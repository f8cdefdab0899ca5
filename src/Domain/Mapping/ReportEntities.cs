using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mail;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>The people, mails, links and files of a reported mail.</summary>
internal static class ReportEntities
{
    internal static IReadOnlyList<AlertEntity> Of(Fields report, IReadOnlyList<ReadMail> mails)
    {
        var entities = new List<AlertEntity>();
        if ((report.Inside("from") ?? report.Inside("sender"))?.Inside("emailAddress") is { } reporter && reporter.Text("address") is { } address)
        {
            Add("user", address, ("email", address), ("displayName", reporter.Text("name")), ("role", "reporter"));
        }

        Add("report", report.Text("subject") ?? "(no subject)", ("subject", report.Text("subject")), ("internetMessageId", report.Text("internetMessageId")), ("webLink", report.Text("webLink")));
        foreach (var mail in mails)
        {
            Add(
                "mail",
                mail.Subject ?? mail.MessageId ?? "(no subject)",
                ("subject", mail.Subject),
                ("sender", mail.SenderAddress),
                ("senderName", mail.SenderName),
                ("senderIp", mail.SenderIp),
                ("internetMessageId", mail.MessageId),
                ("networkMessageId", mail.NetworkMessageId),
                ("date", mail.Date),
                ("recipients", string.Join(", ", mail.Recipients)));
            foreach (var recipient in mail.Recipients)
            {
                Add("mailbox", recipient, ("recipientEmailAddress", recipient));
            }

            if (mail.SenderIp is { } ip)
            {
                Add("ip", ip, ("ipAddress", ip));
            }

            foreach (var url in mail.Urls)
            {
                Add("url", url, ("url", url));
            }

            foreach (var file in mail.Attachments)
            {
                Add("file", file.Name, ("fileName", file.Name), ("contentType", file.ContentType), ("sha1", file.Sha1), ("sha256", file.Sha256));
            }
        }

        return entities;

        void Add(string kind, string name, params (string Name, string? Value)[] properties) => entities.Add(new AlertEntity(
            kind,
            name,
            properties.Where(property => !string.IsNullOrEmpty(property.Value)).ToDictionary(property => property.Name, property => property.Value!, StringComparer.Ordinal)));
    }
}
