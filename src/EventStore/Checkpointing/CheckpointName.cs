namespace Dropzone.Ledger.EventStore;

/// <summary>Names of checkpoints as Marten writes the shards of a tenant.</summary>
public static class CheckpointName
{
    /// <summary><c>{projection}:All:{tenant}</c>.</summary>
    public static string Of(string projection, string tenant) => $"{projection}:All:{tenant}";
}
