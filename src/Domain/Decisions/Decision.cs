using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Domain.Decisions;

/// <summary>Whether an alert is shown. Closed: <see cref="Included"/> or <see cref="Excluded"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Included), "included")]
[JsonDerivedType(typeof(Excluded), "excluded")]
public abstract record Decision
{
    private protected Decision()
    {
    }

    /// <summary>Whether two decisions say the same; the words of the reason do not count.</summary>
    public bool SameAs(Decision other) => (this, other) switch
    {
        (Included, Included) => true,
        (Excluded a, Excluded b) => a.Rule == b.Rule && a.Field == b.Field && a.Value == b.Value,
        _ => false,
    };
}

/// <summary>No rule excludes it.</summary>
public sealed record Included : Decision
{
    /// <summary>The only value.</summary>
    public static Included Instance { get; } = new();
}

/// <summary>A rule excludes it.</summary>
/// <param name="Rule">
/// The rule: <c>severities</c>, <c>statuses</c>, <c>detectionSources</c>, <c>emailCategories</c>, <c>dlpEnforcementModes</c>,
/// <c>preludeSecurity</c>, <c>files/{n}</c> or <c>titles/{name}</c>; a rule without a name is called by its place, 1 is the first.
/// </param>
/// <param name="Field">The name of the fact that the rule looked at.</param>
/// <param name="Value">The value that it saw.</param>
/// <param name="Reason">In words, why.</param>
public sealed record Excluded(string Rule, string Field, string Value, string Reason) : Decision;
