using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// A read model's tables and its fold. A fold uses no clock, no chance and no table but its own, so that the rows depend on the events alone
/// and never on where a batch ends. It may read a document of the vault that an event refers to: absent is then a value like any other.
/// </summary>
internal interface IProjection
{
    /// <summary>The projection's name.</summary>
    string Name { get; }

    /// <summary>
    /// Grows by one whenever the fold answers something else for the same events. With the text of the definitions it makes the fingerprint by
    /// which a generation that an older program filled is known, and filled anew.
    /// </summary>
    int Version => 1;

    /// <summary>Whether people wait for it: it folds what just happened before the others do.</summary>
    bool Leads => false;

    /// <summary>The resources that make the tables and the indexes that the fold itself looks up by, in order.</summary>
    IReadOnlyList<string> Definitions { get; }

    /// <summary>The resources that make the indexes which only readers need, in order: a new generation gets them after it is filled.</summary>
    IReadOnlyList<string> Indexes => [];

    /// <summary>The resources that make the functions which readers call, in order, once the tables are secured.</summary>
    IReadOnlyList<string> Functions => [];

    /// <summary>The tables, without schema; verification compares each.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Whether events of this type are folded; others are passed by without being read.</summary>
    bool Wants(string type);

    /// <summary>Begins to fold, wherever the generation stands.</summary>
    IFold Begin();
}

/// <summary>A projection whose fold remembers nothing from batch to batch.</summary>
internal interface IStatelessProjection : IProjection
{
    /// <summary>Folds events in log order into the tables.</summary>
    Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken);

    /// <inheritdoc />
    IFold IProjection.Begin() => new PlainFold(FoldAsync);
}

/// <summary>An event as the log holds it, and what it says.</summary>
internal readonly record struct FoldedEvent(StoredEvent Stored, LedgerEvent Event);
