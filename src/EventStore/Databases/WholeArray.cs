using System.Runtime.InteropServices;

namespace Dropzone.Ledger.EventStore;

/// <summary>Memory as the array that a parameter needs.</summary>
internal static class WholeArray
{
    /// <summary>The array itself when the memory is the whole of one, else a copy. Whoever gets it only reads it.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var part) && part.Count == part.Array!.Length ? part.Array : memory.ToArray();
}
