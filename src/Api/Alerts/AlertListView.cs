using System.Text.Json.Serialization;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>A page of the list.</summary>
/// <param name="Items">The alerts, in order.</param>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; null on the last page.</param>
/// <param name="Citation">By what the page is cited; only of a page as it stood.</param>
public sealed record AlertListView(
    IReadOnlyList<AlertItem> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor,
    Citation? Citation = null);
