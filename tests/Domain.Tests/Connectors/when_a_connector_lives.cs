using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Domain.Tests.Connectors;

public sealed class when_a_connector_lives
{
    private static readonly Actor By = new(ActorKind.Person, "zoe");
    private static readonly string Id = "11111111-2222-4333-8444-555555555555";
    private static readonly Microsoft365Settings Settings = new() { Credentials = new ConnectorCredentials { ClientId = Id, TenantId = Id } };
    private ConnectorState? state;

    [Fact]
    public void it_is_configured_enabled_changed_removed_and_configured_again()
    {
        Assert.Equal(["ConnectorConfigured", "ConnectorEnabled"], Do(ConnectorDecider.Configure(state, "m365", Settings, By)));
        Assert.IsType<ConnectorOutcome.NothingToDo>(ConnectorDecider.Configure(state, "m365", Settings with { EnabledSeverities = [] }, By));
        Assert.Equal(["ConnectorConfigured"], Do(ConnectorDecider.Configure(state, "m365", Settings with { EnabledSeverities = ["High"] }, By)));
        Assert.Equal((2, true), (state!.Revision, state.Enabled));
        Assert.Equal(["ConnectorDisabled"], Do(ConnectorDecider.Disable(state, By, "pause")));
        Assert.Equal(["SecretRotated"], Do(ConnectorDecider.SecretRotated(state, "credentials.clientSecret", By)));
        Assert.Equal(2, state.SecretRevisions["credentials.clientSecret"]);
        Assert.Equal(["ConnectorRemoved"], Do(ConnectorDecider.Remove(state, By)));
        Assert.IsType<ConnectorOutcome.Rejected>(ConnectorDecider.Enable(state, By));
        Assert.Equal(["ConnectorConfigured", "ConnectorEnabled"], Do(ConnectorDecider.Configure(state, "m365", Settings, By)));
        Assert.Equal((3, false, true, 8L), (state.Revision, state.Removed, state.Enabled, state.StreamVersion));
    }

    [Fact]
    public void it_never_becomes_another_kind()
    {
        Do(ConnectorDecider.Configure(state, "m365", Settings, By));
        var other = new SentinelSettings { Credentials = Settings.Credentials, Workspaces = [new SentinelWorkspace("w", Id, Id, "rg")] };
        Assert.Equal("kind-changed", Assert.IsType<ConnectorOutcome.Rejected>(ConnectorDecider.Configure(state, "m365", other, By)).Code);
    }

    [Fact]
    public void wrong_settings_and_unknown_connectors_are_refused()
    {
        Assert.IsType<ConnectorOutcome.Invalid>(ConnectorDecider.Configure(null, "m365", Settings with { PollInterval = TimeSpan.Zero }, By));
        Assert.Equal("connector-unknown", Assert.IsType<ConnectorOutcome.Rejected>(ConnectorDecider.Remove(null, By)).Code);
    }

    [Fact]
    public void another_application_or_cloud_discards_the_secret()
    {
        Assert.False(ConnectorDecider.DiscardsSecret(Settings, Settings with { Name = "x", Cloud = "PUBLIC" }));
        Assert.True(ConnectorDecider.DiscardsSecret(Settings, Settings with { Cloud = "china" }));
        Assert.True(ConnectorDecider.DiscardsSecret(Settings, Settings with { Credentials = Settings.Credentials with { ClientId = "other" } }));
    }

    private IEnumerable<string> Do(ConnectorOutcome outcome)
    {
        var events = Assert.IsType<ConnectorOutcome.Accepted>(outcome).Events;
        foreach (var e in events)
        {
            state = ConnectorState.Apply(state, e, (state?.StreamVersion ?? 0) + 1, DateTimeOffset.UnixEpoch);
        }

        return events.Select(e => e.GetType().Name);
    }
}
