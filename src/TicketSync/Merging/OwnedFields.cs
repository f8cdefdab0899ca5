using System.Text.Json;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// Puts the owned fields into a record just read. The service replaces the whole record, so that everything else goes back byte for byte: the
/// bytes are spliced and never written anew.
/// </summary>
public static class OwnedFields
{
    private const string Properties = "properties";

    /// <summary>The record with the owned fields in it; null when it is no incident.</summary>
    /// <param name="record">The record as it was read, its etag included.</param>
    /// <param name="wanted">The fields; without a comment the record's own comment stays, as long as it is closed.</param>
    public static ReadOnlyMemory<byte>? Merge(ReadOnlyMemory<byte> record, TicketFields wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (RecordMembers.Find(record)?.Last(Properties) is not { } at || RecordMembers.Find(record, at.ValueStart) is not { } properties)
        {
            return null;
        }

        using var merged = new MemoryStream(record.Length + 256);
        merged.Write(record.Span[..(properties.Start + 1)]);
        WriteMembers(merged, record, properties, Wishes(wanted));
        merged.Write(record.Span[properties.End..]);
        return merged.ToArray();
    }

    /// <summary>Each owned property with its wish: a value, null to take it out; absent to leave it as it stands.</summary>
    private static Dictionary<string, string?> Wishes(TicketFields wanted)
    {
        var closes = wanted.Status == TicketRules.Closed;
        var wishes = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["status"] = wanted.Status,
            ["classification"] = closes ? wanted.Classification : null,
            ["classificationReason"] = closes ? wanted.Reason : null,
        };
        if (!closes || wanted.Comment is not null)
        {
            wishes["classificationComment"] = closes ? wanted.Comment : null;
        }

        return wishes;
    }

    private static void WriteMembers(MemoryStream to, ReadOnlyMemory<byte> record, RecordMembers properties, Dictionary<string, string?> wishes)
    {
        var bytes = record.Span;
        var (members, first) = (properties.Members, true);
        for (var i = 0; i < members.Count; i++)
        {
            var member = members[i];
            var owned = wishes.TryGetValue(member.Name, out var wish);
            if (owned && wish is null && !IsNull(bytes, member))
            {
                continue;
            }

            // A member keeps what stands before it, its comma included; the first that stays takes the white space after the brace.
            to.Write(first ? bytes[(properties.Start + 1)..members[0].NameStart] : bytes[members[i - 1].ValueEnd..member.NameStart]);
            first = false;
            if (owned && wish is not null && RecordMembers.Text(record, member) != wish)
            {
                to.Write(bytes[member.NameStart..member.ValueStart]);
                to.Write(JsonSerializer.SerializeToUtf8Bytes(wish));
            }
            else
            {
                to.Write(bytes[member.NameStart..member.ValueEnd]);
            }
        }

        foreach (var (name, wish) in wishes.Where(w => w.Value is not null && properties.Last(w.Key) is null))
        {
            to.Write(first ? ""u8 : ","u8);
            first = false;
            to.Write(JsonSerializer.SerializeToUtf8Bytes(name));
            to.Write(":"u8);
            to.Write(JsonSerializer.SerializeToUtf8Bytes(wish));
        }

        to.Write(members.Count == 0 ? bytes[(properties.Start + 1)..properties.End] : bytes[members[^1].ValueEnd..properties.End]);
    }

    private static bool IsNull(ReadOnlySpan<byte> bytes, RecordMember member) => bytes[member.ValueStart..member.ValueEnd].SequenceEqual("null"u8);
}
