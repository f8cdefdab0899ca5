namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>A product that raises alerts, with its names in Graph and in Log Analytics.</summary>
/// <param name="ServiceSource">Graph's serviceSource.</param>
/// <param name="Name">Graph's productName.</param>
/// <param name="Prefix">The two letters in front of the Graph id; empty: the id is the same in both.</param>
/// <param name="LogProvider">ProviderName of the SecurityAlert row.</param>
/// <param name="LogProduct">ProductName of the SecurityAlert row.</param>
/// <param name="AlertType">AlertType of the SecurityAlert row.</param>
/// <param name="HasLink">Whether the row carries an AlertLink.</param>
internal sealed record Product(
    string ServiceSource,
    string Name,
    string Prefix,
    string LogProvider,
    string LogProduct,
    string AlertType,
    bool HasLink = true);

/// <summary>The products of the simulated tenant.</summary>
internal static class Products
{
    public static Product Endpoint { get; } = new("microsoftDefenderForEndpoint", "Microsoft Defender for Endpoint", "da", "MDATP",
        "Microsoft Defender Advanced Threat Protection", "WindowsDefenderAtp");

    public static Product Office { get; } = new("microsoftDefenderForOffice365", "Microsoft Defender for Office 365", "fa", "OATP",
        "Office 365 Advanced Threat Protection", "4b1820ec-39dc-45f3-abf6-5ee80df51fd2");

    public static Product CloudApps { get; } = new("microsoftDefenderForCloudApps", "Microsoft Defender for Cloud Apps", "ca", "MCAS",
        "Microsoft Cloud App Security", "MCAS_ALERT_ANUBIS_DETECTION_VELOCITY");

    public static Product Identity { get; } = new("microsoftDefenderForIdentity", "Microsoft Defender for Identity", "aa",
        "Azure Advanced Threat Protection", "Azure Advanced Threat Protection", "DirectoryServicesReplicationSecurityAlert");

    public static Product EntraProtection { get; } = new("azureAdIdentityProtection", "Microsoft Entra ID Protection", "ad", "IPC",
        "Azure Active Directory Identity Protection", "PasswordSpray", HasLink: false);

    public static Product Xdr { get; } = new("microsoft365Defender", "Microsoft Defender XDR", "", "MicrosoftThreatProtection",
        "Microsoft 365 Defender", "MicrosoftThreatProtection");

    public static Product DataLoss { get; } = new("dataLossPrevention", "Microsoft Data Loss Prevention", "dl", "Microsoft Data Loss Prevention",
        "Microsoft Data Loss Prevention", "DlpRuleMatch");

    public static Product AppGovernance { get; } = new("microsoftAppGovernance", "Microsoft Application Protection", "ma", "App Governance",
        "Microsoft Application Protection", "AppGovernance");

    public static Product Cloud { get; } = new("microsoftDefenderForCloud", "Microsoft Defender for Cloud", "dc", "Azure Security Center",
        "Azure Security Center", "VM_SuspiciousProcess");

    public static Product InsiderRisk { get; } = new("microsoftInsiderRiskManagement", "Microsoft Purview Insider Risk Management", "ir",
        "Microsoft Insider Risk Management", "Microsoft Purview Insider Risk Management", "InsiderRisk");
}
