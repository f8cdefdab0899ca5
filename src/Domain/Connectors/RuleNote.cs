namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>What people say about a rule of the settings. Stands side by side with the rule's own fields.</summary>
public abstract record RuleNote
{
    /// <summary>What people call the rule.</summary>
    public string? Name { get; init; }

    /// <summary>In words, why it is there.</summary>
    public string? Reason { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>The day (<c>yyyy-MM-dd</c>) by which someone looks at it again.</summary>
    public string? ReviewBy { get; init; }
}
