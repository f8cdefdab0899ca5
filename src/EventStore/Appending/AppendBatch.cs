using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.EventStore;

/// <summary>A checked request as the arrays that <c>ledger.append</c> takes: one element an event, a check, a document, a link, an erasure.</summary>
internal sealed class AppendBatch
{
    private const int LongestStream = 700;
    private const int LongestType = 500;

    private readonly AppendRequest request;
    private readonly List<(StreamAppend Stream, EventToAppend Event, string Data, string Digest)> events = [];
    private readonly List<(int Document, int Event)> links = [];
    private readonly List<PackedDocument> documents = [];

    private AppendBatch(AppendRequest request)
    {
        this.request = request;
    }

    /// <summary>Checks a request. Everything that it refuses is a mistake of the calling code, never a matter of timing.</summary>
    /// <exception cref="ArgumentException">The request cannot be appended; the message names the event, stream or document.</exception>
    public static AppendBatch Of(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var batch = new AppendBatch(request);
        batch.CheckNames();
        batch.AddEvents();
        return batch;
    }

    /// <summary>The parameters in the order of the function.</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters() =>
    [
        Parameter.Text(request.Tenant),
        Parameter.Of(request.Mode == AppendMode.Command, NpgsqlDbType.Boolean),
        Parameter.Texts(Each(static e => (string?)e.Stream.Stream)),
        Parameter.Texts(Each(static e => e.Stream.StreamType)),
        Parameter.Of(Each(static e => e.Stream.ExpectedVersion), NpgsqlDbType.Array | NpgsqlDbType.Bigint),
        Parameter.Of(Each(static e => e.Event.Id), NpgsqlDbType.Array | NpgsqlDbType.Uuid),
        Parameter.Texts(Each(static e => (string?)e.Event.Type)),
        Parameter.Of(Each(static e => e.Data), NpgsqlDbType.Array | NpgsqlDbType.Jsonb),
        Parameter.Texts(Each(static e => (string?)e.Digest)),
        Parameter.Texts(Each(static e => e.Event.CorrelationId)),
        Parameter.Texts(Each(static e => e.Event.CausationId)),
        Parameter.Texts(Each(static e => e.Event.UserName)),
        Parameter.Texts([.. request.Checks.Select(static c => c.Stream)]),
        Parameter.Of(request.Checks.Select(static c => c.Version).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint),
        Parameter.Of(documents.Select(static d => d.Commitment).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        Parameter.Of(documents.Select(static d => (short)d.Kind).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint),
        Parameter.Of(documents.Select(static d => d.Salt).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        Parameter.Of(documents.Select(static d => d.Size).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer),
        Parameter.Of(documents.Select(static d => (short)d.Encoding).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint),
        Parameter.Of(documents.Select(static d => d.Bytes).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        Parameter.Of(links.Select(static l => l.Document).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer),
        Parameter.Of(links.Select(static l => l.Event).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer),
        Parameter.Of(request.Erase.Select(Convert.FromHexString).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        Parameter.Text(request.Cursor?.Name),
        Parameter.Bigint(request.Cursor?.ExpectedRevision ?? 0),
        Parameter.Of(request.Cursor is { } cursor ? Encoding.UTF8.GetString(cursor.State.Span) : null, NpgsqlDbType.Json),
    ];

    private T[] Each<T>(Func<(StreamAppend Stream, EventToAppend Event, string Data, string Digest), T> part) => [.. events.Select(part)];

    private void CheckNames()
    {
        if (request.Streams.Count == 0 && request.Cursor is null)
        {
            throw Refused("The request holds neither an event nor a cursor.");
        }

        var streams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stream in request.Streams)
        {
            CheckStream(stream.Stream);
            if (!streams.Add(stream.Stream))
            {
                throw Refused($"The stream '{stream.Stream}' stands twice in the request.");
            }

            if (stream.Events.Count == 0 || stream.ExpectedVersion < 0)
            {
                throw Refused($"The stream '{stream.Stream}' has no events, or a negative expected version.");
            }
        }

        foreach (var check in request.Checks)
        {
            CheckStream(check.Stream);
        }

        if (request.Erase.Count > 0 && request.Streams.Count == 0)
        {
            throw Refused("An erasure needs an event that says so.");
        }

        if (request.Erase.FirstOrDefault(static commitment => !VaultCommitment.IsWellFormed(commitment)) is { } malformed)
        {
            throw Refused($"'{malformed}' is not a commitment.");
        }
    }

    private static void CheckStream(string stream)
    {
        if (stream.Length == 0 || Encoding.UTF8.GetByteCount(stream) > LongestStream || stream.Contains('\0', StringComparison.Ordinal))
        {
            throw Refused($"A stream id has 1 to {LongestStream} bytes and no NUL; this one has {stream.Length} characters.");
        }
    }

    private void AddEvents()
    {
        var numbers = NumberDocuments();
        var named = new bool[documents.Count];
        var ids = new HashSet<Guid>();
        foreach (var stream in request.Streams)
        {
            foreach (var item in stream.Events)
            {
                if (!ids.Add(item.Id))
                {
                    throw Refused($"The event {item.Id} stands twice in the request.");
                }

                AddEvent(stream, item, numbers, named);
            }
        }

        if (Array.IndexOf(named, false) is var orphan and >= 0)
        {
            throw Refused($"No event of the request holds the commitment {request.Vault[orphan].Commitment}.");
        }
    }

    private void AddEvent(StreamAppend stream, EventToAppend item, Dictionary<string, int> numbers, bool[] named)
    {
        if (item.Type.Length is 0 or > LongestType || HasNul(item.Type) || HasNul(item.CorrelationId) || HasNul(item.CausationId) || HasNul(item.UserName))
        {
            throw Refused($"The event {item.Id} has no type, a type of over {LongestType} characters, or a NUL in its metadata.");
        }

        var number = events.Count + 1;
        void Link(string text)
        {
            if (numbers.TryGetValue(text, out var document))
            {
                named[document] = true;
                links.Add((document + 1, number));
            }
        }

        if (CanonicalForm.Problem(item.Data.Span, Link) is { } problem)
        {
            throw Refused($"The data of event {item.Id} ({item.Type}) is refused: {problem}.");
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(item.Data.Span));
        events.Add((stream, item, Encoding.UTF8.GetString(item.Data.Span), digest));
    }

    private static ArgumentException Refused(string message, string request = nameof(request)) => new(message, request);

    private static bool HasNul(string? text) => text is not null && text.Contains('\0', StringComparison.Ordinal);

    private Dictionary<string, int> NumberDocuments()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in request.Vault)
        {
            if (!string.Equals(VaultCommitment.Of(entry.Salt.Span, entry.Bytes.Span), entry.Commitment, StringComparison.Ordinal)
                || entry.Salt.Length != VaultEntry.SaltLength
                || !numbers.TryAdd(entry.Commitment, numbers.Count))
            {
                throw Refused($"The document {entry.Commitment} does not fit its commitment, or stands twice in the request.");
            }

            documents.Add(PackedDocument.Of(entry));
        }

        return numbers;
    }
}
