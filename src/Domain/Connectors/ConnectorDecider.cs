using System.Text.Json;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>What became of a command to a connector. Closed.</summary>
public abstract record ConnectorOutcome
{
    private ConnectorOutcome()
    {
    }

    /// <summary>These events follow.</summary>
    /// <param name="Events">At least one.</param>
    public sealed record Accepted(IReadOnlyList<ConnectorEvent> Events) : ConnectorOutcome;

    /// <summary>It is so already.</summary>
    public sealed record NothingToDo : ConnectorOutcome;

    /// <summary>It may not be done.</summary>
    /// <param name="Code">A stable code.</param>
    /// <param name="Message">In words, why, and what to do instead.</param>
    public sealed record Rejected(string Code, string Message) : ConnectorOutcome;

    /// <summary>The settings are wrong.</summary>
    /// <param name="Problems">Each with its field and remedy.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : ConnectorOutcome;
}

/// <summary>The rules of a connector's life.</summary>
public static class ConnectorDecider
{
    /// <summary>
    /// New settings: the next revision, and enabled or disabled as wished (a new connector is enabled unless wished otherwise). A removed
    /// connector may be configured again under its id and keeps its history, but never becomes another kind.
    /// </summary>
    public static ConnectorOutcome Configure(ConnectorState? state, string connector, ConnectorSettings settings, Actor by, bool? enabled = null, long? previewedAt = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (SettingsValidation.Validate(settings) is { Count: > 0 } problems)
        {
            return new ConnectorOutcome.Invalid(problems);
        }

        if (state is not null && state.Settings.Kind != settings.Kind)
        {
            return new ConnectorOutcome.Rejected(
                "kind-changed", $"The connector '{connector}' is of kind {state.Settings.Kind}; choose another id for one of kind {settings.Kind}.");
        }

        var events = new List<ConnectorEvent>();
        if (state is null || state.Removed || !Same(state.Settings, settings))
        {
            events.Add(new ConnectorConfigured { Connector = connector, Revision = (state?.Revision ?? 0) + 1, Settings = settings, By = by, PreviewedAt = previewedAt });
        }

        var isEnabled = state is { Removed: false, Enabled: true };
        var wished = enabled ?? (state is null or { Removed: true } || isEnabled);
        if (wished && !isEnabled)
        {
            events.Add(new ConnectorEnabled { Connector = connector, By = by });
        }
        else if (!wished && isEnabled)
        {
            events.Add(new ConnectorDisabled { Connector = connector, By = by });
        }

        return events.Count == 0 ? new ConnectorOutcome.NothingToDo() : new ConnectorOutcome.Accepted(events);
    }

    /// <summary>Allows polling.</summary>
    public static ConnectorOutcome Enable(ConnectorState? state, Actor by) => OfLiving(state, s =>
        s.Enabled ? null : new ConnectorEnabled { Connector = s.Connector, By = by });

    /// <summary>Stops polling.</summary>
    public static ConnectorOutcome Disable(ConnectorState? state, Actor by, string? reason = null) => OfLiving(state, s =>
        s.Enabled ? new ConnectorDisabled { Connector = s.Connector, By = by, Reason = reason } : null);

    /// <summary>Removes the connector; its history stays.</summary>
    public static ConnectorOutcome Remove(ConnectorState? state, Actor by) => state is { Removed: true }
        ? new ConnectorOutcome.NothingToDo()
        : OfLiving(state, s => new ConnectorRemoved { Connector = s.Connector, By = by });

    /// <summary>Records that a secret was stored, replaced or discarded.</summary>
    /// <param name="state">The connector.</param>
    /// <param name="field">Such as <c>credentials.clientSecret</c>.</param>
    /// <param name="by">Who did it.</param>
    public static ConnectorOutcome SecretRotated(ConnectorState? state, string field, Actor by) => OfLiving(state, s =>
        new SecretRotated { Connector = s.Connector, Revision = s.Revision, Field = field, By = by });

    /// <summary>Whether a stored secret must be discarded: it was given for another cloud, directory or application.</summary>
    public static bool DiscardsSecret(ConnectorSettings before, ConnectorSettings after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return !Equal(before.Cloud, after.Cloud) || !Equal(before.Credentials.TenantId, after.Credentials.TenantId)
            || !Equal(before.Credentials.ClientId, after.Credentials.ClientId);
    }

    private static ConnectorOutcome OfLiving(ConnectorState? state, Func<ConnectorState, ConnectorEvent?> decide)
    {
        if (state is null or { Removed: true })
        {
            return new ConnectorOutcome.Rejected("connector-unknown", "There is no such connector, or it was removed; configure it first.");
        }

        return decide(state) is { } e ? new ConnectorOutcome.Accepted([e]) : new ConnectorOutcome.NothingToDo();
    }

    private static bool Equal(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static bool Same(ConnectorSettings a, ConnectorSettings b) =>
        JsonSerializer.SerializeToUtf8Bytes(a, LedgerJson.Options).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(b, LedgerJson.Options));
}
