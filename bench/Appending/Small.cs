using System.Text;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>Two events of about 600 bytes for a new stream.</summary>
internal sealed record Small(string Stream, IReadOnlyList<EventToAppend> Events)
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('n', 590)}}"}""");

    /// <summary>The next one, never the same.</summary>
    public static Small Next() =>
        new($"alert/bench/small/{Guid.NewGuid():N}", [new EventToAppend(Guid.NewGuid(), "investigation_note_added", Data), new EventToAppend(Guid.NewGuid(), "investigation_note_added", Data)]);
}
