namespace Dropzone.Ledger.Simulator;

/// <summary>The Microsoft cloud whose audiences the simulated tenant accepts.</summary>
public enum SimulatedCloudKind
{
    /// <summary>The public cloud (also Microsoft 365 GCC).</summary>
    Public,

    /// <summary>US Government GCC High.</summary>
    UsGov,

    /// <summary>US Government DoD.</summary>
    UsGovDod,

    /// <summary>China (21Vianet); it has no Graph alerts or incidents.</summary>
    China,
}

/// <summary>How a simulated cloud is started. Every default is usable as it is.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Equal seeds and equal times give equal bytes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A folder with a <c>manifest.json</c> whose files are served in place of generated records.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>
    /// Where the certificate authority is kept, and when the world ran, so that a restart of equal options keeps both: it serves again what it served,
    /// and goes on. Nothing happens in between, and what was written through the APIs is forgotten. Null makes all anew each time.
    /// </summary>
    public string? StateDirectory { get; init; }

    /// <summary>The clock; the simulated clock is this one, shifted or frozen through the control methods.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>New Defender and Sentinel alerts a minute after the start; 0 makes none.</summary>
    public double GeneratedAlertsPerMinute { get; init; } = 6;

    /// <summary>How many alerts exist at the start, spread over the last seven days.</summary>
    public int InitialHistory { get; init; } = 200;

    /// <summary>Workspaces beside <see cref="SimulatedTenant.WorkspaceName"/>, in the same resource group; each has rules of its own that fire.</summary>
    public IReadOnlyList<string> MoreWorkspaces { get; init; } = [];

    /// <summary>The cloud whose token audiences are accepted.</summary>
    public SimulatedCloudKind Cloud { get; init; }

    /// <summary>How long after its modification a generated Graph record becomes queryable.</summary>
    public TimeSpan GraphDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after its source time a generated Log Analytics row becomes queryable.</summary>
    public TimeSpan LogAnalyticsDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The Graph security budget a minute for each app (150 at Microsoft); null switches throttling off.</summary>
    public int? GraphRequestsPerMinute { get; init; }

    /// <summary>The row limit of one Log Analytics answer; past it the answer is partial.</summary>
    public int LogAnalyticsRowLimit { get; init; } = 500_000;

    /// <summary>The size limit in bytes of one Log Analytics answer; past it the answer is partial.</summary>
    public long LogAnalyticsByteLimit { get; init; } = 104_857_600;

    /// <summary>The key that <c>/control</c> asks for in <c>X-Control-Key</c>; null makes a random one.</summary>
    public string? ControlKey { get; init; }

    /// <summary>Whether ASP.NET Core logs warnings to the console.</summary>
    public bool Log { get; init; }
}

/// <summary>What a connector needs to reach the simulated tenant.</summary>
/// <param name="TenantId">The Entra tenant.</param>
/// <param name="Domain">The tenant's initial domain.</param>
/// <param name="ClientId">The registered application.</param>
/// <param name="ClientSecret">Its secret; worthless outside this process.</param>
/// <param name="WorkspaceId">The customer id of the Log Analytics workspace.</param>
/// <param name="WorkspaceName">The ARM name of the workspace.</param>
/// <param name="SubscriptionId">The subscription of the workspace.</param>
/// <param name="ResourceGroup">The resource group of the workspace.</param>
public sealed record SimulatedTenant(
    Guid TenantId,
    string Domain,
    Guid ClientId,
    string ClientSecret,
    Guid WorkspaceId,
    string WorkspaceName,
    Guid SubscriptionId,
    string ResourceGroup)
{
    internal string WorkspaceResourceId =>
        $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/Microsoft.OperationalInsights/workspaces/{WorkspaceName}";
}
