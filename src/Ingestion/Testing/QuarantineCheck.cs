using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Looks in the quarantine for a mail that does not exist: the answer is empty, and says that the question was allowed.</summary>
internal sealed class QuarantineCheck : IConnectorCheck
{
    private const string Name = "Read the quarantine";
    private const string Grant = "Exchange.ManageAsApp, with the directory role Security Reader or Exchange Administrator";

    public bool Concerns(ConnectorSettings settings) => settings is Microsoft365Settings { Powershell.Enabled: true };

    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        if (context.Connection.Quarantine(context.Settings.Credentials.OrganizationId ?? "") is not { } quarantine)
        {
            return
            [
                new PermissionCheck(
                    Name, Grant, CheckResult.Fail, "service-absent-in-cloud", "The connector's cloud names no address of Exchange Online.", "Have the operator add Exchange to the endpoint set."),
            ];
        }

        var read = await context.AskAsync(
            CloudService.Exchange, cancel => quarantine.FindAsync($"{Guid.NewGuid():N}@ledger.invalid", cancel), cancellation).ConfigureAwait(false);
        return [PermissionCheck.Of(Name, Grant, read)];
    }
}
