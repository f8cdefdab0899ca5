namespace Dropzone.Ledger.Simulator.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Answers <see cref="Fault.Status"/> in the service's own error shape, with <see cref="Fault.RetryAfterSeconds"/> when set.</summary>
    Status,

    /// <summary>Answers 429 with <c>Retry-After</c>.</summary>
    Throttle,

    /// <summary>Breaks the connection before an answer.</summary>
    Reset,

    /// <summary>Does what was asked and breaks the connection before the answer: the caller cannot know.</summary>
    LostAnswer,

    /// <summary>Of a write to an incident: another writer is faster and sets the properties of <see cref="Fault.Change"/>.</summary>
    OtherWriter,

    /// <summary>Waits <see cref="Fault.Seconds"/> of real time, then answers.</summary>
    Slow,

    /// <summary>Sends the answer in small pieces over <see cref="Fault.Seconds"/> of real time.</summary>
    SlowBytes,

    /// <summary>Answers 206 with a <c>Warning</c> header.</summary>
    PartialContent,

    /// <summary>Adds a <c>Warning</c> header to the 200.</summary>
    Warning,

    /// <summary>Adds the PartialError of Log Analytics to the 200.</summary>
    PartialError,

    /// <summary>Cuts the body, so that it is no JSON.</summary>
    InvalidJson,

    /// <summary>Announces the whole body, sends half of it and breaks the connection.</summary>
    TruncatedPage,

    /// <summary>Answers <see cref="Fault.Status"/> whenever the answer would contain <see cref="Fault.Contains"/>: a page that never comes.</summary>
    Poison,

    /// <summary>Points the next link to <see cref="Fault.Host"/>.</summary>
    ForeignNextLink,

    /// <summary>Takes the next link away although there are more records.</summary>
    NoNextLink,

    /// <summary>Answers 200 with an empty list.</summary>
    EmptyList,
}

/// <summary>A fault on demand: which requests it meets, and what it does to them.</summary>
public sealed record Fault
{
    /// <summary>Its name; adding a fault of the same name replaces it.</summary>
    public string Id { get; init; } = "";

    /// <summary><c>token</c>, <c>graph</c>, <c>logAnalytics</c>, <c>arm</c>, or null for all.</summary>
    public string? Service { get; init; }

    /// <summary>A regular expression on path and query; null matches all.</summary>
    public string? Path { get; init; }

    /// <summary>The method; null matches all.</summary>
    public string? Method { get; init; }

    /// <summary>A text the request body must contain; null matches all.</summary>
    public string? BodyContains { get; init; }

    /// <summary>Only the n-th matching request, counted from 1.</summary>
    public int? Nth { get; init; }

    /// <summary>Only the next n matching requests.</summary>
    public int? Next { get; init; }

    /// <summary>Only this share of the matching requests, drawn from the seed.</summary>
    public double? Probability { get; init; }

    /// <summary>What it does.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>The HTTP status of <see cref="FaultKind.Status"/> and <see cref="FaultKind.Poison"/>.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The error code in the body.</summary>
    public string Code { get; init; } = "InternalServerError";

    /// <summary>The <c>Retry-After</c> header in seconds.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>How long <see cref="FaultKind.Slow"/> waits, and <see cref="FaultKind.SlowBytes"/> sends.</summary>
    public double Seconds { get; init; }

    /// <summary>What <see cref="FaultKind.Poison"/> looks for in the answer.</summary>
    public string? Contains { get; init; }

    /// <summary>A JSON object: what the other writer of <see cref="FaultKind.OtherWriter"/> sets.</summary>
    public string Change { get; init; } = """{"labels":[{"labelName":"seen","labelType":"User"}]}""";

    /// <summary>Where <see cref="FaultKind.ForeignNextLink"/> points.</summary>
    public string Host { get; init; } = "graph.attacker.example";
}
