using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping.Graph;

/// <summary>Comments, as entities of the kind <c>comment</c>: they name people. Older payloads spell their fields <c>createdBy</c> and <c>createdTime</c>.</summary>
internal static class GraphComments
{
    internal static IReadOnlyList<AlertEntity> Read(Reading reading, Fields record, string name)
    {
        var comments = new List<AlertEntity>();
        foreach (var (path, item) in record.Items(name))
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                reading.Warn(path, "a comment was expected to be an object");
                continue;
            }

            var fields = Fields.Of(reading, path, item);
            comments.Add(CommentEntity.Of(
                fields.Text("comment"),
                fields.Text("createdByDisplayName") ?? fields.Text("createdBy"),
                fields.Time("createdDateTime") ?? fields.Time("createdTime")));
        }

        return comments;
    }
}
