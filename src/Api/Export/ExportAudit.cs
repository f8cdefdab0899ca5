using System.Security.Cryptography;
using System.Text.Json;
using Dropzone.Ledger.Api.Verify;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Api.Export;

/// <summary>What the check of an exported file came to.</summary>
/// <param name="Tenant">The tenant that the file names; empty when it names none.</param>
/// <param name="Head">The last position that was read.</param>
/// <param name="Events">How many events were read.</param>
/// <param name="Sha256">SHA-256 of all lines but the last.</param>
/// <param name="Findings">What does not hold, at most a hundred.</param>
public sealed record ExportReport(string Tenant, long Head, long Events, string Sha256, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether everything holds.</summary>
    public bool Holds => Findings.Count == 0;
}

/// <summary>Checks an exported file line by line: no database, no network, nothing but the file.</summary>
public sealed class ExportAudit
{
    /// <summary>The file is whole.</summary>
    public const string Whole = "file-whole";

    /// <summary>The file's bytes are those that were exported.</summary>
    public const string Bytes = "file-bytes";

    private const string Again = "Export again; the ledger's own ledger_exported event says which SHA-256 this file should have.";
    private const int MostFindings = 100;

    private readonly List<Finding> findings = [];
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string tenant = "";
    private string time = "";
    private long head = -1;
    private long position;
    private long events;
    private long line;
    private bool ended;
    private bool begun;

    private ExportAudit()
    {
    }

    /// <summary>Checks a file.</summary>
    public static async Task<ExportReport> CheckAsync(Stream file, CancellationToken cancellation)
    {
        var audit = new ExportAudit();
        using (audit.hash)
        {
            await foreach (var (bytes, whole) in LinesAsync(file, cancellation))
            {
                audit.Take(bytes, whole);
            }

            return audit.Report();
        }
    }

    private static async IAsyncEnumerable<(byte[] Line, bool Whole)> LinesAsync(
        Stream file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (buffer, pending) = (new byte[1 << 16], new MemoryStream());
        for (int read; (read = await file.ReadAsync(buffer, cancellation)) > 0;)
        {
            for (var at = 0; at < read;)
            {
                var end = buffer.AsSpan(at, read - at).IndexOf((byte)'\n');
                var length = end < 0 ? read - at : end + 1;
                await pending.WriteAsync(buffer.AsMemory(at, length), cancellation);
                at += length;
                if (end >= 0)
                {
                    yield return (pending.ToArray(), true);
                    pending.SetLength(0);
                }
            }
        }

        if (pending.Length > 0)
        {
            yield return (pending.ToArray(), false);
        }
    }

    private void Take(byte[] bytes, bool whole)
    {
        line++;
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 130, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            Find(whole ? Bytes : Whole, $"line {line}", whole ? "It is no JSON: the line was changed." : "The file ends in the middle of it: it was cut.");
        }

        using (document)
        {
            if (ended)
            {
                Find(Bytes, $"line {line}", "It stands behind the last line: it was added.");
            }
            else if (document?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("sha256", out var sum) && !root.TryGetProperty("position", out _))
            {
                End(root, sum.GetString() ?? "");
                return;
            }
            else if (document is not null)
            {
                Read(document.RootElement);
            }
        }

        hash.AppendData(bytes);
    }

    private void Read(JsonElement root)
    {
        try
        {
            if (!begun)
            {
                begun = true;
                Begin(root);
            }
            else
            {
                Event(root);
            }
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Find(Bytes, $"line {line}", "It lacks a field, or one is of another type: the line was changed.");
        }
    }

    private void Begin(JsonElement root)
    {
        if (root.GetProperty("format").GetString() != ExportFile.Format || root.GetProperty("version").GetInt32() != ExportFile.Version)
        {
            Find(Whole, "line 1", $"It does not say {ExportFile.Format}, version {ExportFile.Version}: this is no export of a ledger, or one of a newer program.", "Name a file of 'ledger export', or check it with that program.");
            return;
        }

        tenant = root.GetProperty("tenant").GetString() ?? "";
        position = root.GetProperty("from").GetInt64() - 1;
        head = root.GetProperty("head").GetInt64();
    }

    private void Event(JsonElement e)
    {
        var (at, stream, version) = (e.GetProperty("position").GetInt64(), e.GetProperty("stream").GetString() ?? "", e.GetProperty("version").GetInt64());
        var where = $"event {at} ({e.GetProperty("type").GetString()}, {stream} version {version})";
        if (at != position + 1)
        {
            Find(CheckName.Positions, where, $"Position {position + 1} was expected: events are missing or out of order.");
        }

        // A file that begins later does not say what a stream was before.
        if (versions.TryGetValue(stream, out var before) ? version != before + 1 : position + 1 - events == 1 && version != 1)
        {
            Find(CheckName.Versions, where, $"Version {before + 1} was expected.");
        }

        var when = e.GetProperty("timestamp").GetString() ?? "";
        if (string.CompareOrdinal(when, time) <= 0)
        {
            Find(CheckName.Timestamps, where, $"Its time {when} is not after {time}.");
        }

        if (Digest(e.GetProperty("data")) != e.GetProperty("digest").GetString())
        {
            Find(CheckName.Digests, where, "Its content has another digest than was recorded with it: it was edited.");
        }

        (position, time, versions[stream]) = (at, when, version);
        events++;
    }

    private static string? Digest(JsonElement data)
    {
        try
        {
            return EventCodec.Digest(CanonicalJson.Canonicalize(System.Text.Encoding.UTF8.GetBytes(data.GetRawText())));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void End(JsonElement root, string sum)
    {
        ended = true;
        var own = Convert.ToHexStringLower(hash.GetCurrentHash());
        if (sum != own)
        {
            Find(Bytes, "the whole file", $"Its SHA-256 is {own}, the last line says {sum}: the file was edited.");
        }

        if (!root.TryGetProperty("head", out var last) || !last.TryGetInt64(out var said) || said != position || (head >= 0 && head != position)
            || !root.TryGetProperty("events", out var count) || !count.TryGetInt64(out var counted) || counted != events)
        {
            Find(Whole, "the last line", $"It does not fit the {events} events up to position {position} that stand before it: events were taken out or added.");
        }
    }

    private ExportReport Report()
    {
        if (!ended)
        {
            Find(Whole, "the whole file", $"It ends after position {position} without the last line: it was cut, or the export was broken off.");
        }

        return new ExportReport(tenant, position, events, Convert.ToHexStringLower(hash.GetCurrentHash()), findings);
    }

    private void Find(string check, string where, string what, string toDo = Again)
    {
        if (findings.Count < MostFindings)
        {
            findings.Add(new Finding(check, where, $"{what} {toDo}"));
        }
    }
}
