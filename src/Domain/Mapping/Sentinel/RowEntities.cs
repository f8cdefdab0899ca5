using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>
/// The entities of a row of any table: the column <c>Entities</c> where there is one, and the columns by which Microsoft's tables name users,
/// devices, addresses, files, mails and urls. Properties are named as Graph evidence names them.
/// </summary>
internal static class RowEntities
{
    private static readonly (string Kind, string Property, string[] Columns)[] Known =
    [
        ("user", "userAccount.userPrincipalName", ["UserPrincipalName", "AccountUpn", "InitiatingProcessAccountUpn", "Caller"]),
        ("user", "userAccount.accountName", ["Account", "AccountName", "TargetUserName", "SubjectUserName", "InitiatingProcessAccountName", "UserName"]),
        ("device", "deviceDnsName", ["Computer", "DeviceName", "HostName", "Hostname"]),
        ("ip", "ipAddress", ["IPAddress", "IpAddress", "ClientIP", "ClientIPAddress", "CallerIpAddress", "SrcIpAddr", "DstIpAddr", "SourceIP", "DestinationIP", "RemoteIP", "SenderIPv4"]),
        ("url", "url", ["Url", "RemoteUrl"]),
        ("file", "fileDetails.fileName", ["FileName"]),
        ("process", "processCommandLine", ["ProcessCommandLine", "CommandLine"]),
        ("mail", "subject", ["Subject", "EmailSubject"]),
        ("mailbox", "primaryAddress", ["RecipientEmailAddress", "MailboxOwnerUPN"]),
    ];

    /// <summary>Columns that say more of an entity of a kind that the row names.</summary>
    private static readonly (string Kind, string Property, string Column)[] More =
    [
        ("user", "userAccount.azureAdUserId", "AadUserId"),
        ("device", "mdeDeviceId", "DeviceId"),
        ("file", "fileDetails.filePath", "FolderPath"),
        ("file", "fileDetails.sha1", "SHA1"),
        ("file", "fileDetails.sha256", "SHA256"),
        ("file", "fileDetails.md5", "MD5"),
        ("process", "processId", "ProcessId"),
        ("mail", "internetMessageId", "InternetMessageId"),
        ("mail", "networkMessageId", "NetworkMessageId"),
        ("mail", "p2Sender.emailAddress", "SenderFromAddress"),
        ("mail", "recipientEmailAddress", "RecipientEmailAddress"),
    ];

    internal static IReadOnlyList<AlertEntity> Read(Reading reading, string path, TableRow row)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, cell) in row.Cells)
        {
            if (cell.ValueKind is JsonValueKind.String or JsonValueKind.Number && Text(cell) is { Length: > 0 } text)
            {
                cells[name] = text;
            }
        }

        var listed = row.Cells.Any(cell => cell.Key == "Entities")
            ? SentinelEntities.Read(reading, row.Fields(reading, path).DynamicItems("Entities"))
            : [];
        var named = Known.SelectMany(known => known.Columns
            .Where(cells.ContainsKey)
            .Select(column => Entity(reading, path, cells, known.Kind, known.Property, column)));
        return [.. listed.Concat(named).DistinctBy(entity => (entity.Kind, entity.Name.ToUpperInvariant()))];
    }

    private static AlertEntity Entity(Reading reading, string path, Dictionary<string, string> cells, string kind, string property, string column)
    {
        reading.Read($"{path}.{column}");
        var properties = new Dictionary<string, string>(StringComparer.Ordinal) { [property] = cells[column] };
        foreach (var (_, more, from) in More.Where(m => m.Kind == kind && cells.ContainsKey(m.Column)))
        {
            reading.Read($"{path}.{from}");
            properties.TryAdd(more, cells[from]);
        }

        return new AlertEntity(kind, cells[column], properties);
    }

    private static string Text(JsonElement cell) => cell.ValueKind == JsonValueKind.String ? JsonText.Of(cell, out _) : cell.GetRawText();
}
