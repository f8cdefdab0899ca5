using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>What a mapper read of one record. Every record gives one, whatever its bytes.</summary>
/// <param name="SourceId">The source's id; <c>sha256:{hex}</c> of the bytes when it gave none that can be read.</param>
/// <param name="Version">The version of the record.</param>
/// <param name="Facts">The normalised fields.</param>
/// <param name="Entities">Users, devices, mails, comments …: what lies in the vault and not in the event.</param>
/// <param name="Warnings">What was missing, odd or not readable, each naming the JSON path or column.</param>
/// <param name="RedirectedTo">The item that the source folded this one into.</param>
/// <param name="KnownFields">The JSON paths or columns that were present and read, in order; all others stayed in the payload only.</param>
public sealed record MappedRecord(
    string SourceId,
    SourceVersion Version,
    AlertFacts Facts,
    AlertEntities Entities,
    IReadOnlyList<string> Warnings,
    string? RedirectedTo,
    IReadOnlyList<string> KnownFields);
