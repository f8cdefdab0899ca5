using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>A comment as an entity: it names a person, so it lies in the vault.</summary>
internal static class CommentEntity
{
    /// <summary>One comment, whatever its source.</summary>
    internal static AlertEntity Of(string? text, string? author, string? at)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in new[] { ("text", text), ("author", author), ("createdAt", at) })
        {
            if (value is not null)
            {
                properties[name] = value;
            }
        }

        return new AlertEntity("comment", author ?? "(unknown author)", properties);
    }
}
