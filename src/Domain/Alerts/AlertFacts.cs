namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>
/// The normalised fields of one source version of an alert. Names and values are the source's unless said otherwise; times are text exactly as the
/// source wrote them. Users, addresses, devices, mail subjects and senders are not facts: they lie in the entities document in the vault.
/// No string holds a NUL or an unpaired surrogate (PostgreSQL's jsonb refuses them).
/// </summary>
public sealed record AlertFacts
{
    /// <summary>The title; <c>(untitled)</c> when the source gave none.</summary>
    public required string Title { get; init; }

    /// <summary>One of <c>High</c>, <c>Medium</c>, <c>Low</c>, <c>Informational</c>, <c>Unknown</c>, whatever case the source uses; an unknown word stays as it is.</summary>
    public required string Severity { get; init; }

    /// <summary>The source's own status word, spelt as the source does.</summary>
    public required string Status { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>The source's classification word.</summary>
    public string? Classification { get; init; }

    /// <summary>The source's determination or classification reason.</summary>
    public string? Determination { get; init; }

    /// <summary>Graph <c>detectionSource</c>, an open string; for Sentinel the one its alerts agree on, if any.</summary>
    public string? DetectionSource { get; init; }

    /// <summary>Graph <c>serviceSource</c>, or Sentinel's provider name.</summary>
    public string? ServiceSource { get; init; }

    /// <summary>Product names, distinct, in ordinal order.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Vendor names, distinct, in ordinal order.</summary>
    public IReadOnlyList<string> Vendors { get; init; } = [];

    /// <summary>Kill-chain categories or tactics, distinct, in ordinal order.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>MITRE techniques, distinct, in ordinal order.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>Tags or labels, distinct, in ordinal order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who works on it at the source.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>Who changed it last at the source, where the source says.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>When the source made it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When the source changed it last.</summary>
    public string? ModifiedAt { get; init; }

    /// <summary>The first activity that it speaks of.</summary>
    public string? FirstActivityAt { get; init; }

    /// <summary>The last activity that it speaks of.</summary>
    public string? LastActivityAt { get; init; }

    /// <summary>When the source resolved or closed it. A reopened Sentinel incident keeps it: closedness is decided by <see cref="Status"/> alone.</summary>
    public string? ResolvedAt { get; init; }

    /// <summary>Link to the source's portal.</summary>
    public string? Url { get; init; }

    /// <summary>The number that people know a Sentinel incident by.</summary>
    public string? IncidentNumber { get; init; }

    /// <summary>The Defender incident: of a Defender alert its <c>incidentId</c>, of a Sentinel incident its <c>ProviderIncidentId</c>, of a Defender incident its own id.</summary>
    public string? ProviderIncidentId { get; init; }

    /// <summary>The name of the Sentinel workspace.</summary>
    public string? Workspace { get; init; }

    /// <summary>The ids under which the producing product knows a Defender alert, most specific first: Graph id, provider's id.</summary>
    public IReadOnlyList<string> VendorAlertIds { get; init; } = [];

    /// <summary>Of a Sentinel incident: what is known of its SecurityAlerts, in the order of <see cref="SentinelAlertFacts.SystemAlertId"/>.</summary>
    public IReadOnlyList<SentinelAlertFacts> Alerts { get; init; } = [];

    /// <summary>Files of the evidence, distinct, in the source's order; absent when there are none. They name no user: see <see cref="FileFacts.Path"/>.</summary>
    public IReadOnlyList<FileFacts>? Files { get; init; }

    /// <summary>Of a submitted mail: Microsoft's verdict, Graph <c>result.category</c>, an open string.</summary>
    public string? EmailCategory { get; init; }

    /// <summary>The Message-Id of the one mail that the item is about, without its angle brackets.</summary>
    public string? InternetMessageId { get; init; }

    /// <summary>What data loss prevention did, as <see cref="Connectors.DlpEnforcementMode"/>; absent when it was not asked for or could not be told.</summary>
    public IReadOnlyList<string>? EnforcementModes { get; init; }

    /// <summary>The item that the source folded this one into.</summary>
    public string? RedirectedTo { get; init; }

    /// <summary>How many entities (evidence items) the source listed; those that several alerts of a Sentinel incident share count once.</summary>
    public int EntityCount { get; init; }

    /// <summary>How many comments the source listed.</summary>
    public int CommentCount { get; init; }
}

/// <summary>A file of the evidence.</summary>
public sealed record FileFacts
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its folder; the name of a user's own folder is <c>*</c>, since facts name no person.</summary>
    public string? Path { get; init; }

    /// <summary>SHA-1, lower-case hex.</summary>
    public string? Sha1 { get; init; }

    /// <summary>SHA-256, lower-case hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Who signed or published it.</summary>
    public string? Signer { get; init; }
}

/// <summary>What a Sentinel incident's facts hold of one SecurityAlert.</summary>
public sealed record SentinelAlertFacts
{
    /// <summary>Sentinel's own id of the alert.</summary>
    public required string SystemAlertId { get; init; }

    /// <summary>Whether a row of SecurityAlert was found; late and missing rows are normal.</summary>
    public required bool Found { get; init; }

    /// <summary>The ids under which the producing product knows it: the one in the alert link, the vendor's original id.</summary>
    public IReadOnlyList<string> VendorAlertIds { get; init; } = [];

    /// <summary>Its name.</summary>
    public string? Title { get; init; }

    /// <summary>Normalised as <see cref="AlertFacts.Severity"/>.</summary>
    public string? Severity { get; init; }

    /// <summary>The table's status word; for pure Sentinel alerts it does not follow the incident.</summary>
    public string? Status { get; init; }

    /// <summary>The vendor.</summary>
    public string? Vendor { get; init; }

    /// <summary>The product.</summary>
    public string? Product { get; init; }

    /// <summary>The provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Graph's detection source where the row's extended properties name it.</summary>
    public string? DetectionSource { get; init; }

    /// <summary>The alert type, an open string.</summary>
    public string? AlertType { get; init; }

    /// <summary>The first activity, as the source wrote it.</summary>
    public string? StartTime { get; init; }

    /// <summary>The last activity, as the source wrote it.</summary>
    public string? EndTime { get; init; }

    /// <summary>Tactics, in ordinal order.</summary>
    public IReadOnlyList<string> Tactics { get; init; } = [];

    /// <summary>Techniques, in ordinal order.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>Link to the producing product's portal.</summary>
    public string? Url { get; init; }
}
