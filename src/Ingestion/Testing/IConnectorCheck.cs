using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Tries one thing that a connector needs, without changing anything. One file each; registered in <see cref="ConnectorChecks"/>.</summary>
internal interface IConnectorCheck
{
    /// <summary>Whether the settings need it.</summary>
    bool Concerns(ConnectorSettings settings);

    /// <summary>Tries it: one row for each permission.</summary>
    Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation);
}

/// <summary>The checks of Test &amp; Save, in the order in which they are shown.</summary>
internal static class ConnectorChecks
{
    public static IReadOnlyList<IConnectorCheck> All { get; } =
    [
        new DefenderRecordsCheck(),
        new EmailThreatsCheck(),
        new ReportingMailboxCheck(),
        new QuarantineCheck(),
        new EnforcementModesCheck(),
        new WorkspaceTablesCheck(),
        new WorkspaceRightsCheck(),
        new KqlDryRunCheck(),
        new MailFetchingCheck(),
    ];
}
