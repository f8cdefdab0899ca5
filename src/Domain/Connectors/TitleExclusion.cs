using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>How a title rule compares.</summary>
public enum TitleMatch
{
    /// <summary>A wildcard pattern, matched against the whole title: what rules mean that do not say it, all those of older revisions among them.</summary>
    [JsonStringEnumMemberName("wildcard")]
    Wildcard,

    /// <summary>The whole title, letter by letter.</summary>
    [JsonStringEnumMemberName("exact")]
    Exact,

    /// <summary>An expression that is found anywhere in the title.</summary>
    [JsonStringEnumMemberName("expression")]
    Expression,
}

/// <summary>Titles that are not shown; whatever the match, the case of letters is ignored.</summary>
public sealed record TitleExclusion : RuleNote
{
    /// <summary>The most characters that a pattern has.</summary>
    public const int LongestPattern = 1_000;

    /// <summary>The title, wildcard pattern or expression.</summary>
    public required string Pattern { get; init; }

    /// <summary>How it compares; wildcard when not said, and then not stored, as ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TitleMatch Match { get; init; }
}
