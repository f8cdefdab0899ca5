using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.TicketSync;

/// <summary>One member of an object, by where it stands in the bytes.</summary>
/// <param name="Name">Its name, decoded.</param>
/// <param name="NameStart">Where the name's quotation mark stands.</param>
/// <param name="ValueStart">Where the value begins.</param>
/// <param name="ValueEnd">Behind the value.</param>
internal sealed record RecordMember(string Name, int NameStart, int ValueStart, int ValueEnd);

/// <summary>Where the members of one object stand.</summary>
/// <param name="Start">Where the brace stands that opens it.</param>
/// <param name="End">Where the brace stands that closes it.</param>
/// <param name="Members">In order; a name may come twice.</param>
internal sealed record RecordMembers(int Start, int End, IReadOnlyList<RecordMember> Members)
{
    private const int Deepest = 1000;

    /// <summary>The last member of a name, which is the one that counts.</summary>
    public RecordMember? Last(string name) => Members.LastOrDefault(m => m.Name == name);

    /// <summary>Finds the members of the object that begins at a place of the bytes; null when there is no well-formed object.</summary>
    public static RecordMembers? Find(ReadOnlyMemory<byte> json, int start = 0)
    {
        try
        {
            return Read(json.Span, start);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A name that is no valid text.
            return null;
        }
    }

    private static RecordMembers? Read(ReadOnlySpan<byte> json, int start)
    {
        var reader = new Utf8JsonReader(json[start..], new JsonReaderOptions { MaxDepth = Deepest });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var opening = start + (int)reader.TokenStartIndex;
        var members = new List<RecordMember>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var nameStart = start + (int)reader.TokenStartIndex;
            reader.Read();
            var valueStart = start + (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new RecordMember(name, nameStart, valueStart, start + (int)reader.BytesConsumed));
        }

        return new RecordMembers(opening, start + (int)reader.TokenStartIndex, members);
    }

    /// <summary>The text of a value; null when it is none.</summary>
    public static string? Text(ReadOnlyMemory<byte> json, RecordMember? member)
    {
        if (member is null)
        {
            return null;
        }

        var value = json.Span[member.ValueStart..member.ValueEnd];
        var reader = new Utf8JsonReader(value);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(value[1..^1]);
        }
    }
}
