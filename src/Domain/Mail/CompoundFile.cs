using System.Buffers.Binary;
using System.Text;

namespace Dropzone.Ledger.Domain.Mail;

/// <summary>
/// The container of Outlook's files (MS-CFB): sectors chained by a table, small streams in a stream of their own, a directory whose entries
/// form trees. A chain that leaves the file or runs in a circle ends where it does.
/// </summary>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xFFFFFFFA;
    private const int EntrySize = 128;
    private const int MostEntries = 20_000;

    private readonly ReadOnlyMemory<byte> file;
    private readonly int sectorSize;
    private readonly int miniSectorSize;
    private readonly uint miniCutoff;
    private readonly List<uint> table = [];
    private readonly uint[] miniTable;
    private readonly byte[] miniStream;
    private readonly List<Entry> entries = [];

    private CompoundFile(ReadOnlyMemory<byte> file)
    {
        this.file = file;
        sectorSize = 1 << Math.Clamp((int)UInt16(file.Span, 30), 7, 16);
        miniSectorSize = 1 << Math.Clamp((int)UInt16(file.Span, 32), 4, 12);
        miniCutoff = UInt32(file.Span, 56);
        ReadTable();
        var directory = Chain(UInt32(file.Span, 48), int.MaxValue);
        for (var at = 0; at + EntrySize <= directory.Length && entries.Count < MostEntries; at += EntrySize)
        {
            entries.Add(Entry.Read(directory.AsSpan(at, EntrySize)));
        }

        miniTable = UInt32s(Chain(UInt32(file.Span, 60), int.MaxValue));
        miniStream = entries.Count == 0 ? [] : Chain(entries[0].Start, entries[0].Size);
    }

    /// <summary>Whether the bytes begin as such a file does.</summary>
    internal static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length >= 512 && bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>Opens bytes for which <see cref="IsOne"/> holds.</summary>
    internal static CompoundFile Open(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>What stands directly in a storage; the root is 0.</summary>
    internal IEnumerable<(int Index, string Name, bool IsStorage)> Inside(int storage)
    {
        var seen = new HashSet<uint>();
        var open = new Stack<uint>();
        open.Push(storage < entries.Count ? entries[storage].Child : uint.MaxValue);
        while (open.TryPop(out var index))
        {
            if (index >= entries.Count || !seen.Add(index))
            {
                continue;
            }

            var entry = entries[(int)index];
            open.Push(entry.Left);
            open.Push(entry.Right);
            yield return ((int)index, entry.Name, entry.IsStorage);
        }
    }

    /// <summary>The bytes of a stream.</summary>
    internal byte[] Stream(int index)
    {
        var entry = entries[index];
        return entry.Size >= miniCutoff ? Chain(entry.Start, entry.Size) : MiniChain(entry.Start, entry.Size);
    }

    private void ReadTable()
    {
        var sectors = UInt32s(file.Span.Slice(76, 436)).ToList();
        var next = UInt32(file.Span, 68);
        for (var seen = 0; next < EndOfChain && Sector(next) is { Length: > 0 } more && seen <= file.Length / sectorSize; seen++)
        {
            var list = UInt32s(more.Span);
            sectors.AddRange(list[..^1]);
            next = list[^1];
        }

        foreach (var sector in sectors.Where(sector => sector < EndOfChain))
        {
            table.AddRange(UInt32s(Sector(sector).Span));
        }
    }

    private byte[] Chain(uint start, long size)
    {
        using var bytes = new MemoryStream();
        var most = file.Length / sectorSize;
        for (var seen = 0; start < EndOfChain && bytes.Length < size && seen <= most; seen++)
        {
            bytes.Write(Sector(start).Span);
            start = start < table.Count ? table[(int)start] : uint.MaxValue;
        }

        return Cut(bytes, size);
    }

    private byte[] MiniChain(uint start, long size)
    {
        using var bytes = new MemoryStream();
        for (var seen = 0; start < EndOfChain && bytes.Length < size && seen <= miniTable.Length; seen++)
        {
            var at = (long)start * miniSectorSize;
            if (at < miniStream.Length)
            {
                bytes.Write(miniStream.AsSpan((int)at, Math.Min(miniSectorSize, miniStream.Length - (int)at)));
            }

            start = start < miniTable.Length ? miniTable[(int)start] : uint.MaxValue;
        }

        return Cut(bytes, size);
    }

    private ReadOnlyMemory<byte> Sector(uint number)
    {
        var at = ((long)number + 1) * sectorSize;
        return at >= file.Length ? default : file.Slice((int)at, (int)Math.Min(sectorSize, file.Length - at));
    }

    private static byte[] Cut(MemoryStream bytes, long size) => bytes.Length <= size ? bytes.ToArray() : bytes.ToArray()[..(int)size];

    private static uint[] UInt32s(ReadOnlySpan<byte> bytes)
    {
        var numbers = new uint[bytes.Length / 4];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = UInt32(bytes, i * 4);
        }

        return numbers;
    }

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private sealed record Entry(string Name, bool IsStorage, uint Left, uint Right, uint Child, uint Start, long Size)
    {
        internal static Entry Read(ReadOnlySpan<byte> bytes)
        {
            var length = Math.Clamp(UInt16(bytes, 64) - 2, 0, 64);
            return new Entry(
                Encoding.Unicode.GetString(bytes[..length]),
                bytes[66] is 1 or 5,
                UInt32(bytes, 68),
                UInt32(bytes, 72),
                UInt32(bytes, 76),
                UInt32(bytes, 116),
                UInt32(bytes, 120));
        }
    }
}
