using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>The shape of every list of Graph and the resource manager: <c>value</c> and a link to the next page.</summary>
/// <param name="Records">The elements of <c>value</c>, byte for byte.</param>
/// <param name="NextLink">The link, decoded; null on the last page.</param>
/// <param name="Total">The member <c>@odata.count</c>, when it was asked for.</param>
internal sealed record RecordArray(IReadOnlyList<RawRecord> Records, string? NextLink, long? Total)
{
    /// <summary>The member <c>@odata.deltaLink</c>, decoded: the last page of a delta round has one.</summary>
    public string? DeltaLink { get; init; }

    /// <summary>Null when the body is no JSON object with an array <c>value</c>.</summary>
    public static RecordArray? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            string? link = null;
            string? delta = null;
            long? total = null;
            var members = JsonSlices.Members(JsonSlices.WithoutMark(body), "value", out var records);
            foreach (var (name, value) in members)
            {
                switch (name)
                {
                    case "@odata.nextLink" or "nextLink":
                        link = JsonSlices.Text(value, stringsOnly: true);
                        break;
                    case "@odata.deltaLink":
                        delta = JsonSlices.Text(value, stringsOnly: true);
                        break;
                    case "@odata.count":
                        total = long.TryParse(JsonSlices.Text(value), out var count) ? count : null;
                        break;
                    default:
                        break;
                }
            }

            return records is null ? null : new(records.ConvertAll(element => new RawRecord(element)), string.IsNullOrEmpty(link) ? null : link, total) { DeltaLink = string.IsNullOrEmpty(delta) ? null : delta };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True when the body is one well-formed JSON object.</summary>
    public static bool IsObject(ReadOnlyMemory<byte> body)
    {
        try
        {
            _ = JsonSlices.Members(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
