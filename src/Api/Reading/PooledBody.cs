using System.Buffers;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>A body that is written whole before it is sent, so that its length is known and it goes out in one piece. Holds pooled memory.</summary>
internal sealed class PooledBody : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int length;

    /// <summary>Sends what was written as the answer, which is JSON.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = length;
        return context.Response.Body.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted).AsTask();
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => length = 0;

    /// <inheritdoc />
    public void Advance(int count) => length += count;

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return buffer.AsMemory(length);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref buffer, []));
        length = 0;
    }

    private void Reserve(int more)
    {
        if (buffer.Length - length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + more));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
