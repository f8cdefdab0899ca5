using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Projections;

/// <summary>The document that an alert's entities are read from.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Position">The position of its first sight.</param>
/// <param name="Version">The current version, by the source's own order.</param>
/// <param name="Commitment">The current version's entities document; null when there is none, or when it was erased.</param>
internal sealed record AlertDocument(Guid Id, long Position, SourceVersion Version, string? Commitment);

/// <summary>An alert speaks of an entity.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Entity">The entity; see <see cref="Domain.Entities.EntityKey.Id"/>.</param>
/// <param name="Position">The position of the alert's first sight.</param>
internal sealed record Sighting(Guid Alert, Guid Entity, long Position);
