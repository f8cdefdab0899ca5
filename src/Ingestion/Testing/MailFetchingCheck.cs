using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Whether the mails behind email alerts may be fetched: read from the token, no mailbox is opened.</summary>
internal sealed class MailFetchingCheck : IConnectorCheck
{
    private const string Name = "Fetch the mails behind email alerts";

    public bool Concerns(ConnectorSettings settings) => settings is SentinelSettings { DefenderEmailFetching: true };

    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var granted = await context.Connection.ReadGrantAsync(CloudService.Graph, cancellation).ConfigureAwait(false);
        return
        [
            granted.Match(
                grant => grant.Roles.Any(role => role is MailEvidenceClient.Permission or "Mail.ReadWrite")
                    ? new PermissionCheck(Name, MailEvidenceClient.Permission, CheckResult.Pass)
                    : new PermissionCheck(
                        Name, MailEvidenceClient.Permission, CheckResult.Fail, "permission-missing", "The token does not grant it; alerts are recorded without their mails.",
                        $"Grant the application permission {MailEvidenceClient.Permission} on Microsoft Graph, and limit it to the mailboxes that may be read."),
                error => new PermissionCheck(Name, MailEvidenceClient.Permission, CheckResult.Unknown, error.Code, error.Detail, error.WhatToDo)),
        ];
    }
}
