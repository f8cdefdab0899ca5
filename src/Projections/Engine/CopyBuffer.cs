using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// Rows in the binary form of PostgreSQL's <c>COPY</c> (documented with that command): written here as they are made and sent in one piece, since a call of
/// the driver for each cell costs more than the cell.
/// </summary>
internal sealed class CopyBuffer : IDisposable
{
    private const int FirstSize = 1 << 20, Null = -1;
    private const byte JsonbVersion = 1;

    // PostgreSQL counts microseconds from here.
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    // The signature, no flags, no extension.
    private static ReadOnlySpan<byte> Header =>
        [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int length = Header.Length;

    /// <summary>Begins with the header.</summary>
    public CopyBuffer() => Header.CopyTo(bytes);

    /// <summary>What was written; ended by <see cref="End"/>.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    /// <summary>Begins a row of so many cells.</summary>
    public void Row(int cells) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), (short)cells);

    /// <summary>Ends the rows.</summary>
    public void End() => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), -1);

    /// <summary>A cell without a value.</summary>
    public void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), Null);

    /// <summary>A text.</summary>
    public void Write(string text) => Write(text, 0);

    /// <summary>A document.</summary>
    public void WriteJsonb(string json) => Write(json, JsonbVersion);

    /// <summary>A document in UTF-8.</summary>
    public void WriteJsonb(ReadOnlySpan<byte> json)
    {
        var cell = Cell(json.Length + 1);
        cell[0] = JsonbVersion;
        json.CopyTo(cell[1..]);
    }

    /// <summary>Bytes.</summary>
    public void Write(ReadOnlySpan<byte> value) => value.CopyTo(Cell(value.Length));

    /// <summary>An id.</summary>
    public void Write(Guid value) => value.TryWriteBytes(Cell(16), bigEndian: true, out _);

    /// <summary>A <c>bigint</c>.</summary>
    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Cell(sizeof(long)), value);

    /// <summary>An <c>integer</c>.</summary>
    public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Cell(sizeof(int)), value);

    /// <summary>A <c>boolean</c>.</summary>
    public void Write(bool value) => Cell(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>A <c>timestamptz</c>.</summary>
    public void Write(DateTimeOffset value) => Write((value.UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Write(string text, byte version)
    {
        // A character is at most three bytes of UTF-8; what was taken too much is given back.
        var before = version == 0 ? 0 : 1;
        var taken = Take(sizeof(int) + before + (text.Length * 3));
        var written = before + Encoding.UTF8.GetBytes(text, taken[(sizeof(int) + before)..]);
        BinaryPrimitives.WriteInt32BigEndian(taken, written);
        if (before > 0)
        {
            taken[sizeof(int)] = version;
        }

        length -= taken.Length - sizeof(int) - written;
    }

    private Span<byte> Cell(int size)
    {
        var taken = Take(sizeof(int) + size);
        BinaryPrimitives.WriteInt32BigEndian(taken, size);
        return taken[sizeof(int)..];
    }

    private Span<byte> Take(int size)
    {
        if (bytes.Length - length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + size));
            bytes.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        var taken = bytes.AsSpan(length, size);
        length += size;
        return taken;
    }
}
