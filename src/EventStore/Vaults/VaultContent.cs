namespace Dropzone.Ledger.EventStore;

/// <summary>A document read from the vault.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Bytes">The exact bytes that were sealed.</param>
/// <param name="Salt">The salt of its commitment.</param>
public sealed record VaultContent(VaultKind Kind, ReadOnlyMemory<byte> Bytes, byte[] Salt)
{
    /// <summary>Whether salt and bytes still give the commitment; false means that the document was changed or swapped.</summary>
    public bool Matches(string commitment) =>
        string.Equals(VaultCommitment.Of(Salt, Bytes.Span), commitment, StringComparison.Ordinal);
}
