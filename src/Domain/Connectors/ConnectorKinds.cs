namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>One kind of connector, as it is offered to people.</summary>
/// <param name="Kind">See <see cref="ConnectorKind"/>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Schema">The JSON Schema (2020-12) of its settings document, UTF-8.</param>
public sealed record ConnectorKindDescription(string Kind, string Title, ReadOnlyMemory<byte> Schema);

/// <summary>The kinds that can be configured.</summary>
public static class ConnectorKinds
{
    /// <summary>All kinds, with the schemas that the settings form is drawn from.</summary>
    public static IReadOnlyList<ConnectorKindDescription> All { get; } =
    [
        new(ConnectorKind.Sentinel, "Microsoft Sentinel", Schema(ConnectorKind.Sentinel)),
        new(ConnectorKind.Microsoft365, "Microsoft 365 / Defender", Schema(ConnectorKind.Microsoft365)),
    ];

    private static byte[] Schema(string kind)
    {
        using var resource = typeof(ConnectorKinds).Assembly.GetManifestResourceStream($"{kind}.schema.json")
            ?? throw new InvalidOperationException($"The schema of {kind} was not built in.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
