using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Dropzone.Ledger.Bench.Running;

/// <summary>
/// One kept HTTP/1.1 connection (RFC 9112) that asks and waits on the socket itself, with no thread to wake and no objects in between: what is
/// measured over it is the product and not a client's library. One request at a time.
/// </summary>
internal sealed class LeanConnection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string headers;
    private readonly Dictionary<string, byte[]> requests = new(StringComparer.Ordinal);
    private byte[] buffer = new byte[256 * 1024];
    private int read;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public LeanConnection(Uri address, string token)
    {
        headers = $"Host: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n";
        socket.Connect(address.Host, address.Port);
    }

    /// <summary>The body of an answer; it is good until the next request.</summary>
    /// <exception cref="InvalidOperationException">It is not a 200, or the product closed the connection.</exception>
    public ReadOnlyMemory<byte> Get(string path)
    {
        if (!requests.TryGetValue(path, out var request))
        {
            requests[path] = request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n{headers}");
        }

        socket.Send(request);
        read = 0;
        var head = Find("\r\n\r\n"u8, 0);
        if (!buffer.AsSpan(0, head).StartsWith("HTTP/1.1 200 "u8))
        {
            throw new InvalidOperationException($"'{path}' was answered by: {Encoding.UTF8.GetString(buffer.AsSpan(0, read))}");
        }

        var length = buffer.AsSpan(0, head).IndexOf("Content-Length: "u8);
        return length >= 0 ? Whole(head, Number(buffer.AsSpan(length + "Content-Length: ".Length), 'D')) : Chunked(head);
    }

    /// <inheritdoc />
    public void Dispose() => socket.Dispose();

    private ReadOnlyMemory<byte> Whole(int from, int length)
    {
        while (read < from + length)
        {
            Receive();
        }

        return buffer.AsMemory(from, length);
    }

    // Chunks (RFC 9112, section 7.1) are moved together where they lie.
    private ReadOnlyMemory<byte> Chunked(int from)
    {
        var (at, end) = (from, from);
        while (true)
        {
            var data = Find("\r\n"u8, at);
            var size = Number(buffer.AsSpan(at), 'X');
            while (read < data + size + 2)
            {
                Receive();
            }

            if (size == 0)
            {
                return buffer.AsMemory(from, end - from);
            }

            buffer.AsSpan(data, size).CopyTo(buffer.AsSpan(end));
            (at, end) = (data + size + 2, end + size);
        }
    }

    private static int Number(ReadOnlySpan<byte> text, char format) =>
        Utf8Parser.TryParse(text, out int number, out _, format) ? number : throw new InvalidOperationException("The answer says no length.");

    // Where what follows the mark begins.
    private int Find(ReadOnlySpan<byte> mark, int from)
    {
        while (true)
        {
            if (buffer.AsSpan(from, Math.Max(0, read - from)).IndexOf(mark) is >= 0 and var at)
            {
                return from + at + mark.Length;
            }

            Receive();
        }
    }

    private void Receive()
    {
        if (read == buffer.Length)
        {
            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        var got = socket.Receive(buffer, read, buffer.Length - read, SocketFlags.None);
        read += got > 0 ? got : throw new InvalidOperationException("The product closed the connection.");
    }
}
