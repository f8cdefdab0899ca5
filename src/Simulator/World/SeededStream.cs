using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>
/// Pseudo-random numbers (SplitMix64) that depend on nothing but the seed and a name, on every platform and runtime version.
/// </summary>
internal sealed class SeededStream(ulong state)
{
    private ulong state = state;

    /// <summary>A stream of its own for <paramref name="name"/>; streams of other names do not move it.</summary>
    public static SeededStream For(int seed, string name) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{name}"))));

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A whole number from 0 to <paramref name="limit"/> − 1.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>A number from 0 to just under 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>One of the given.</summary>
    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    /// <summary>A version-4 shaped UUID.</summary>
    public Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Next());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary><paramref name="count"/> lower-case hexadecimal digits.</summary>
    public string Hex(int count)
    {
        var text = new StringBuilder(count);
        while (text.Length < count)
        {
            text.Append(Next().ToString("x16"));
        }

        return text.ToString(0, count);
    }

    /// <summary>A span from <paramref name="low"/> to <paramref name="high"/>, at 100 ns.</summary>
    public TimeSpan Span(TimeSpan low, TimeSpan high) => low + TimeSpan.FromTicks((long)((high - low).Ticks * Fraction()));
}
