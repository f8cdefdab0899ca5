using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Domain.Events;

/// <summary>Who did something.</summary>
/// <param name="Kind">What sort of actor this is.</param>
/// <param name="Name">A person's or token's name; a component's name when the ledger itself acted.</param>
public sealed record Actor(ActorKind Kind, string Name)
{
    /// <summary>The ledger itself.</summary>
    public static Actor Ledger { get; } = new(ActorKind.Automation, "ledger");

    /// <summary>The remote side of a ticket.</summary>
    public static Actor Remote { get; } = new(ActorKind.Source, "sentinel");
}

/// <summary>The sorts of actor that an event can name.</summary>
public enum ActorKind
{
    /// <summary>A human being.</summary>
    [JsonStringEnumMemberName("person")]
    Person,

    /// <summary>A program, the ledger included.</summary>
    [JsonStringEnumMemberName("automation")]
    Automation,

    /// <summary>The remote side of a ticket: its state won over ours.</summary>
    [JsonStringEnumMemberName("source")]
    Source,
}
