namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>
/// A file whose alerts are not shown: one file that every pattern given here matches. Patterns are wildcards (<c>*</c>, <c>?</c>), matched whole
/// and ignoring case. <see cref="RuleNote.Name"/> names the rule, <see cref="FileName"/> the file.
/// </summary>
public sealed record FileExclusion : RuleNote
{
    /// <summary>Pattern of the file's name.</summary>
    public string? FileName { get; init; }

    /// <summary>Pattern of the folder or of the whole path.</summary>
    public string? Path { get; init; }

    /// <summary>Pattern of the SHA-1 digest, hex.</summary>
    public string? Sha1 { get; init; }

    /// <summary>Pattern of the SHA-256 digest, hex.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>Alerts of Prelude Security, a tool that tests defences by attacking them: what is looked for and where is data that people see and edit.</summary>
public sealed record PreludeExclusion : RuleNote
{
    /// <summary>The places that are looked at when the settings name none.</summary>
    public static IReadOnlyList<string> AllFields { get; } = ["vendor", "product", "title", "fileSigner"];

    /// <summary>Whether these alerts are excluded.</summary>
    public bool Enabled { get; init; }

    /// <summary>The text that one of the fields holds, ignoring case.</summary>
    public string Contains { get; init; } = "Prelude";

    /// <summary>Which fields are looked at: of <see cref="AllFields"/>.</summary>
    public IReadOnlyList<string> Fields { get; init; } = AllFields;
}
