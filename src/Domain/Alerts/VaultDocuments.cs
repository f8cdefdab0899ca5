using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>What an event refers to in the vault.</summary>
public static class VaultDocuments
{
    /// <summary>The references of an event of an alert: payload, entities, evidence; none of other events.</summary>
    public static IEnumerable<VaultReference> Of(LedgerEvent? e) => e switch
    {
        AlertIngested first => Of(first.Payload, first.Entities, first.Evidence),
        AlertRevised revised => Of(revised.Payload, revised.Entities, revised.Evidence),
        _ => [],
    };

    private static IEnumerable<VaultReference> Of(VaultReference? payload, VaultReference? entities, IReadOnlyList<EvidenceReference>? evidence) =>
        new[] { payload, entities }.OfType<VaultReference>().Concat((evidence ?? []).Select(document => document.Document));
}
