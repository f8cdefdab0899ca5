using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Runs each query of a connector over the last hour of each workspace, and looks for the columns that it promises. Records nothing.</summary>
internal sealed class KqlDryRunCheck : IConnectorCheck
{
    private const string Grant = "the role Microsoft Sentinel Reader (or Log Analytics Reader) on the workspace";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public bool Concerns(ConnectorSettings settings) => settings is SentinelSettings { KqlQueries.Count: > 0 };

    /// <summary>A check for each query and workspace, named like the resource that would be polled.</summary>
    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var settings = (SentinelSettings)context.Settings;
        var to = context.Time.GetUtcNow();
        var from = Instants.Back(to, settings.PollLookback < Hour ? settings.PollLookback : Hour);
        var checks = new List<PermissionCheck>();
        foreach (var workspace in settings.Workspaces)
        {
            foreach (var query in settings.KqlQueries ?? [])
            {
                var answer = await context.AskAsync(
                    CloudService.LogAnalytics,
                    cancel => context.Connection.LogAnalytics.QueryAsync(workspace.WorkspaceId, KqlReader.TextOf(query, from, to), cancellation: cancel),
                    cancellation).ConfigureAwait(false);
                checks.Add(Check(KqlReader.NameOf(query, workspace.Name), query, answer));
            }
        }

        return checks;
    }

    private static PermissionCheck Check(string name, KqlQuery query, CloudResult<LogAnswer> answer) => answer.Match(
        read => read.Primary.Columns.Count == 0
            ? new PermissionCheck(name, Grant, CheckResult.Unknown, "no-answer", "The workspace holds no data yet, so that the columns cannot be seen.")
            : KqlReader.MissingColumns(read.Primary, query) is { Count: > 0 } missing
                ? new PermissionCheck(
                    name, Grant, CheckResult.Fail, "column-missing", $"The query runs, but {KqlReader.Missing(missing)}.",
                    $"Name columns that it returns: {string.Join(", ", read.Primary.Columns.Select(column => column.Name))}.")
                : new PermissionCheck(name, Grant, CheckResult.Pass),
        error => error.Kind is CloudErrorKind.Partial or CloudErrorKind.AnswerTooLarge
            ? new PermissionCheck(
                name, Grant, CheckResult.Unknown, "too-many-rows", "An hour of rows is more than one answer holds; polls will narrow their windows.",
                "Summarize in the query, or bound it more closely.")
            : new PermissionCheck(
                name, Grant, error.IsTransient ? CheckResult.Unknown : CheckResult.Fail, error.Code,
                error.Causes.Count == 0 ? error.Detail : $"{error.Detail} ({string.Join("; ", error.Causes)})",
                error.Kind == CloudErrorKind.PermissionMissing ? $"Grant {Grant} to the application." : error.WhatToDo));
}
