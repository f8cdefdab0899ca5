namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>Which version of a source's record this is.</summary>
/// <param name="Key">Tells versions of one record apart; equal keys are the same version.</param>
/// <param name="ModifiedAt">When the source says it was modified, as the source wrote it; orders versions. Empty when the source gives none.</param>
public sealed record SourceVersion(string Key, string ModifiedAt);

/// <summary>A stretch of source time.</summary>
/// <param name="From">Start, included (UTC).</param>
/// <param name="To">End, excluded (UTC).</param>
public sealed record SourceWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>Commits to bytes that lie in the vault, without saying what they are.</summary>
/// <param name="Commitment">SHA-256(salt ‖ bytes), lower-case hex. The salt lies in the vault, so the commitment says nothing once the salt is erased.</param>
/// <param name="Size">Length of the bytes.</param>
public sealed record VaultReference(string Commitment, int Size);
