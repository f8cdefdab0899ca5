using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>A list, or a page of one.</summary>
/// <typeparam name="T">What it lists.</typeparam>
/// <param name="Items">The items, in order.</param>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; null on the last page.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor = null);
