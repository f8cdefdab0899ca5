namespace Dropzone.Ledger.EventStore;

/// <summary>Reads documents of the payload and entity vault; they are written and erased by <see cref="EventLog.AppendAsync"/> alone.</summary>
public sealed class Vault
{
    /// <summary>Reads documents by commitment. One that is absent from the answer was erased or never kept.</summary>
    public Task<IReadOnlyDictionary<string, VaultContent>> ReadAsync(string tenant, IReadOnlyCollection<string> commitments, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
