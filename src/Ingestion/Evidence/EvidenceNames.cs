using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Ingestion;

/// <summary>The mails of an entities document, and the names that evidence of them is kept by.</summary>
internal static class EvidenceNames
{
    /// <summary>The entities that are mails.</summary>
    public static IEnumerable<AlertEntity> MailsOf(AlertEntities entities) => entities.Items.Where(entity => entity.Kind == "mail");

    /// <summary>A name that says nothing of what it was made from.</summary>
    public static string Of(string source, string text) =>
        $"{source}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}";
}
