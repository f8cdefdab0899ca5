using System.Text;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// One JSON value exactly as the source gave it: a slice of the answer's bytes, never written anew.
/// It keeps the whole answer in memory; copy it with <c>ToArray</c> to hold it longer than the page.
/// </summary>
/// <param name="Utf8">The bytes, without the white space around the value.</param>
public readonly record struct RawRecord(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>
    /// A string member of the outermost object; the last one when it is repeated. Null when the value is no object, the member is
    /// missing or no string.
    /// </summary>
    public string? Text(string member) => JsonSlices.Member(Utf8, member) is { } value ? JsonSlices.Text(value, stringsOnly: true) : null;

    /// <summary>The text as it stands, for messages and tests; bytes that are no UTF-8 become U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
