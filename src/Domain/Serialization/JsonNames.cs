namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>The names that a hand-written reader knows, found by their bytes without making a text of them.</summary>
internal sealed class JsonNames
{
    private readonly (string Name, byte[] Utf8)[][] byLength;

    /// <summary>Takes the names, all of them ASCII.</summary>
    public JsonNames(params string[] names)
    {
        byLength = new (string, byte[])[names.Max(static n => n.Length) + 1][];
        for (var length = 0; length < byLength.Length; length++)
        {
            byLength[length] = [.. names.Where(n => n.Length == length).Select(static n => (n, System.Text.Encoding.ASCII.GetBytes(n)))];
        }
    }

    /// <summary>The name that the bytes spell; null when it is none of these.</summary>
    public string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < byLength.Length)
        {
            foreach (var (name, bytes) in byLength[utf8.Length])
            {
                if (utf8.SequenceEqual(bytes))
                {
                    return name;
                }
            }
        }

        return null;
    }
}
