using System.Numerics;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// A Bloom filter of keys: it never denies a key that was added, and rarely affirms one that was not. Its size is fixed when it is made; with many more keys
/// than it was made for it affirms more often, which costs a look-up and nothing else.
/// </summary>
internal sealed class KeyFilter
{
    // With four marks a key and 16 bits for each, about one key in 400 is affirmed that was never added.
    private const int Marks = 4, BitsPerKey = 16, FewestKeys = 1 << 16;

    private readonly ulong[] words;
    private readonly uint mask;

    /// <summary>An empty filter for so many keys, and as many to come.</summary>
    public KeyFilter(long keys)
    {
        var bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(keys * 2, FewestKeys, int.MaxValue / BitsPerKey) * BitsPerKey);
        (words, mask) = (new ulong[bits / 64], (uint)(bits - 1));
    }

    /// <summary>Adds a key.</summary>
    public void Add(string key)
    {
        var (first, step) = Hash(key);
        for (var n = 0; n < Marks; n++)
        {
            var at = At(first, step, n);
            words[at >> 6] |= 1UL << (int)(at & 63);
        }
    }

    /// <summary>Whether the key may have been added.</summary>
    public bool MayHave(string key)
    {
        var (first, step) = Hash(key);
        for (var n = 0; n < Marks; n++)
        {
            var at = At(first, step, n);
            if ((words[at >> 6] & (1UL << (int)(at & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private uint At(uint first, uint step, int n) => unchecked(first + (step * (uint)n)) & mask;

    private static (uint First, uint Step) Hash(string key)
    {
        var hash = unchecked((uint)key.GetHashCode(StringComparison.Ordinal));
        return (hash, BitOperations.RotateLeft(unchecked(hash * 0x9E3779B1u), 15) | 1);
    }
}
