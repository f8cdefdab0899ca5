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
    private const int FewDocuments = 64;

    private readonly AppendRequest request;
    private readonly int[] eventStreams;
    private readonly EventToAppend[] events;
    private readonly byte[][] data;
    private readonly string[] digests;
    private readonly PackedDocument[] documents;
    private readonly List<int> linkDocuments;
    private readonly List<int> linkEvents;

    private AppendBatch(AppendRequest request)
    {
        this.request = request;
        var count = request.Streams.Sum(static stream => stream.Events.Count);
        (eventStreams, events, data, digests) = (new int[count], new EventToAppend[count], new byte[count][], new string[count]);
        documents = new PackedDocument[request.Vault.Count];
        (linkDocuments, linkEvents) = (new List<int>(documents.Length), new List<int>(documents.Length));
    }

    /// <summary>Checks a request. Everything that it refuses is a mistake of the calling code, never a matter of timing.</summary>
    /// <exception cref="ArgumentException">The request cannot be appended; the message names the event, stream or document.</exception>
    public static AppendBatch Of(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var batch = new AppendBatch(request);
        batch.CheckNames();
        batch.AddEvents();
        batch.PackDocuments();
        return batch;
    }

    /// <summary>The tenant whose log is appended to.</summary>
    public string Tenant => request.Tenant;

    /// <summary>The events as the log holds them now, when it knew none of them before.</summary>
    /// <param name="first">The position of the first one.</param>
    /// <param name="recorded">Its time; each other one is a microsecond later than the one before it.</param>
    /// <param name="versions">The versions of the streams before the append.</param>
    public IReadOnlyList<StoredEvent> Written(long first, DateTimeOffset recorded, long[] versions)
    {
        var (reached, written) = ((long[])[.. versions], new StoredEvent[events.Length]);
        for (var n = 0; n < written.Length; n++)
        {
            var (item, stream) = (events[n], eventStreams[n] - 1);
            written[n] = new StoredEvent(
                first + n, item.Id, request.Streams[stream].Stream, ++reached[stream], item.Type, item.Data,
                recorded.AddTicks(n * TimeSpan.TicksPerMicrosecond), digests[n], item.CorrelationId, item.CausationId, item.UserName);
        }

        return written;
    }

    /// <summary>Whether it is events of one stream and nothing else, which are nearly always new.</summary>
    public bool IsPlain => request is { IsLikelyNew: true, Streams.Count: 1, Checks.Count: 0, Vault.Count: 0, Erase.Count: 0, Cursor: null };

    /// <summary>The parameters of <c>ledger.append_new</c>, in their order.</summary>
    public IReadOnlyList<NpgsqlParameter> PlainParameters()
    {
        var stream = request.Streams[0];
        return
        [
            Parameter.Text(request.Tenant),
            Parameter.Text(stream.Stream),
            Parameter.Text(stream.StreamType),
            Parameter.Of(stream.ExpectedVersion, NpgsqlDbType.Bigint),
            .. EventParameters(),
        ];
    }

    /// <summary>The parameters of <c>ledger.append</c>, in their order.</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters() =>
    [
        Parameter.Text(request.Tenant),
        Parameter.Of(request.Mode == AppendMode.Command, NpgsqlDbType.Boolean),
        Parameter.Texts([.. request.Streams.Select(static s => s.Stream)]),
        Parameter.Texts([.. request.Streams.Select(static s => s.StreamType)]),
        Parameter.Of(request.Streams.Select(static s => s.ExpectedVersion).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint),
        Parameter.Of(eventStreams, NpgsqlDbType.Array | NpgsqlDbType.Integer),
        .. EventParameters(),
        Parameter.Texts([.. request.Checks.Select(static c => c.Stream)]),
        Parameter.Of(request.Checks.Select(static c => c.Version).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint),
        Parameter.Of(Array.ConvertAll(documents, static d => d.Commitment), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        Parameter.Of(Array.ConvertAll(documents, static d => (short)d.Kind), NpgsqlDbType.Array | NpgsqlDbType.Smallint),
        Parameter.Of(Array.ConvertAll(documents, static d => d.Salt), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        Parameter.Of(Array.ConvertAll(documents, static d => d.Size), NpgsqlDbType.Array | NpgsqlDbType.Integer),
        Parameter.Of(Array.ConvertAll(documents, static d => (short)d.Encoding), NpgsqlDbType.Array | NpgsqlDbType.Smallint),
        Parameter.Of(Array.ConvertAll(documents, static d => d.Bytes), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        Parameter.Of(linkDocuments.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer),
        Parameter.Of(linkEvents.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer),
        Parameter.Of(request.Erase.Select(Convert.FromHexString).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        Parameter.Text(request.Cursor?.Name),
        Parameter.Bigint(request.Cursor?.ExpectedRevision ?? 0),
        Parameter.Of(request.Cursor is { } cursor ? Encoding.UTF8.GetString(cursor.State.Span) : null, NpgsqlDbType.Json),
    ];

    private IEnumerable<NpgsqlParameter> EventParameters() =>
    [
        Parameter.Of(Array.ConvertAll(events, static e => e.Id), NpgsqlDbType.Array | NpgsqlDbType.Uuid),
        Parameter.Texts(Array.ConvertAll(events, static e => (string?)e.Type)),
        Parameter.Of(data, NpgsqlDbType.Array | NpgsqlDbType.Jsonb),
        Parameter.Texts(digests),
        TextsOrNull(static e => e.CorrelationId),
        TextsOrNull(static e => e.CausationId),
        TextsOrNull(static e => e.UserName),
    ];

    // Most appends have none of them: then no array is built, sent or read.
    private NpgsqlParameter TextsOrNull(Converter<EventToAppend, string?> part) =>
        Array.TrueForAll(events, e => part(e) is null)
            ? Parameter.Of(null, NpgsqlDbType.Array | NpgsqlDbType.Text)
            : Parameter.Texts(Array.ConvertAll(events, part));

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
        var numbers = new Dictionary<string, int>(documents.Length, StringComparer.Ordinal);
        foreach (var entry in request.Vault)
        {
            if (!numbers.TryAdd(entry.Commitment, numbers.Count))
            {
                throw Refused($"The document {entry.Commitment} stands twice in the request.");
            }
        }

        var links = new CommitmentLinks(numbers, linkDocuments, linkEvents);
        var ids = new HashSet<Guid>(events.Length);
        var index = 0;
        for (var stream = 0; stream < request.Streams.Count; stream++)
        {
            foreach (var item in request.Streams[stream].Events)
            {
                if (!ids.Add(item.Id))
                {
                    throw Refused($"The event {item.Id} stands twice in the request.");
                }

                eventStreams[index] = stream + 1;
                AddEvent(index++, item, links);
            }
        }

        if (links.Orphan is { } orphan)
        {
            throw Refused($"No event of the request holds the commitment {request.Vault[orphan].Commitment}.");
        }
    }

    private void AddEvent(int index, EventToAppend item, CommitmentLinks links)
    {
        if (item.Type.Length is 0 or > LongestType || HasNul(item.Type) || HasNul(item.CorrelationId) || HasNul(item.CausationId) || HasNul(item.UserName))
        {
            throw Refused($"The event {item.Id} has no type, a type of over {LongestType} characters, or a NUL in its metadata.");
        }

        links.Event = index + 1;
        if (CanonicalForm.Problem(item.Data.Span, links) is { } problem)
        {
            throw Refused($"The data of event {item.Id} ({item.Type}) is refused: {problem}.");
        }

        events[index] = item;
        data[index] = WholeArray.Of(item.Data);
        digests[index] = Convert.ToHexStringLower(SHA256.HashData(item.Data.Span));
    }

    private static ArgumentException Refused(string message, string request = nameof(request)) => new(message, request);

    private static bool HasNul(string? text) => text is not null && text.Contains('\0', StringComparison.Ordinal);

    // Checking, hashing and compressing documents is most of what a page costs on this side of the connection.
    private void PackDocuments()
    {
        if (documents.Length < FewDocuments)
        {
            for (var document = 0; document < documents.Length; document++)
            {
                Pack(document);
            }
        }
        else
        {
            Parallel.For(0, documents.Length, Pack);
        }

        if (Array.IndexOf(documents, null) is var misfit and >= 0)
        {
            throw Refused($"The document {request.Vault[misfit].Commitment} does not fit its commitment.");
        }
    }

    private void Pack(int document) => documents[document] = PackedDocument.OfSealed(request.Vault[document])!;
}
