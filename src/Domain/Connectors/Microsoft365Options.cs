namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>Reading of the mailbox that people report phishing to.</summary>
public sealed record MailboxPhishingSettings
{
    /// <summary>Whether it is read.</summary>
    public bool Enabled { get; init; }

    /// <summary>The mailbox's address; needed when it is read.</summary>
    public string? Address { get; init; }

    /// <summary>An OData filter over messages, sent to the server in parentheses; absent = every message of the inbox.</summary>
    public string? Filter { get; init; }
}

/// <summary>The PowerShell API of Exchange Online.</summary>
public sealed record PowerShellSettings
{
    /// <summary>Whether the mails behind alerts are looked for in the quarantine.</summary>
    public bool Enabled { get; init; }
}

/// <summary>What a data loss prevention policy did. The words of the settings and the facts, in the order of Microsoft's numbers 0 to 5.</summary>
public static class DlpEnforcementMode
{
    /// <summary>All words; the index is the number in the hunting table DataSecurityEvents.</summary>
    public static IReadOnlyList<string> All { get; } = ["none", "audit", "warn", "warnAndBypass", "block", "allow"];
}
