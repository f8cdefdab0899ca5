using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Domain.Decisions;

/// <summary>What a connector's settings never ask the server for. Filters decide over what was recorded; nobody can say what these would have brought.</summary>
/// <param name="What">What is narrowed, in words.</param>
/// <param name="Text">What is sent to narrow it.</param>
public sealed record ServerNarrowing(string What, string Text)
{
    /// <summary>Everything that the settings narrow on the server.</summary>
    public static IReadOnlyList<ServerNarrowing> Of(ConnectorSettings settings) => settings switch
    {
        Microsoft365Settings { MailboxPhishing: { Enabled: true, Filter: { Length: > 0 } filter } } =>
            [new ServerNarrowing("messages of the reporting mailbox", filter)],
        SentinelSettings { KqlQueries: { } queries } => [.. queries.Select(static query => new ServerNarrowing($"rows of the query {query.Slug}", query.Query))],
        _ => [],
    };
}
