using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Projections;

/// <summary>Something that somebody did to the ledger.</summary>
/// <param name="Position">Its event's position.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="What">The event's type.</param>
/// <param name="By">Who did it.</param>
/// <param name="Connector">The connector that it was done to, if any.</param>
/// <param name="AlertId">The alert that it was done to, if any.</param>
/// <param name="Summary">In words.</param>
public sealed record Act(long Position, DateTimeOffset At, string What, Actor By, string? Connector, Guid? AlertId, string Summary);

/// <summary>A page of acts, newest first.</summary>
/// <param name="Position">The position that it reflects.</param>
/// <param name="Items">The acts.</param>
/// <param name="NextCursor">Asks for the next page; null when this is the last.</param>
public sealed record ActivityPage(long Position, IReadOnlyList<Act> Items, long? NextCursor);
