namespace Dropzone.Ledger.EventStore;

/// <summary>The tenants of the database.</summary>
public sealed class TenantRegistry
{
    /// <summary>Name of the tenant that always exists.</summary>
    public const string Default = "default";
    public Task<bool> CreateAsync(string tenant, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
