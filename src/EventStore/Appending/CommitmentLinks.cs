using System.Text;

namespace Dropzone.Ledger.EventStore;

/// <summary>Finds, among the strings of events, the commitments of a request's documents: a document belongs to the events that name it.</summary>
internal sealed class CommitmentLinks
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> numbers;
    private readonly bool[] named;
    private readonly List<int> documents;
    private readonly List<int> events;

    /// <summary>Numbers count from 0, links from 1.</summary>
    public CommitmentLinks(Dictionary<string, int> numbers, List<int> documents, List<int> events)
    {
        this.numbers = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        named = new bool[numbers.Count];
        (this.documents, this.events) = (documents, events);
    }

    /// <summary>The number of the event whose strings are seen, from 1.</summary>
    public int Event { get; set; }

    /// <summary>A document that no event named; null when there is none.</summary>
    public int? Orphan => Array.IndexOf(named, false) is var orphan and >= 0 ? orphan : null;

    /// <summary>Sees one string of the event.</summary>
    public void See(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[VaultCommitment.Length];
        if (text.Length == VaultCommitment.Length && Encoding.ASCII.TryGetChars(text, characters, out _)
            && numbers.TryGetValue(characters, out var document))
        {
            named[document] = true;
            documents.Add(document + 1);
            events.Add(Event);
        }
    }
}
