using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>A connector, without secrets.</summary>
/// <param name="Id">Its slug.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Enabled">Whether it may be polled.</param>
/// <param name="Revision">The revision of its settings; also the ETag.</param>
/// <param name="CreatedAt">When it was configured first.</param>
/// <param name="ConfiguredAt">When its settings changed last.</param>
/// <param name="Settings">The settings document; it may be sent back with PUT.</param>
/// <param name="Secret">What may be said of its secret; absent when it has none.</param>
public sealed record ConnectorView(
    string Id,
    string Kind,
    string? Name,
    bool Enabled,
    int Revision,
    DateTimeOffset CreatedAt,
    DateTimeOffset ConfiguredAt,
    JsonObject Settings,
    SecretFacts? Secret)
{
    internal static ConnectorView Of(ConnectorState state, SecretFacts? secret) => new(
        state.Connector,
        state.Settings.Kind,
        state.Settings.Name,
        state.Enabled,
        state.Revision,
        state.CreatedAt,
        state.ConfiguredAt,
        SettingsDocument.Write(state.Connector, state.Settings, state.Enabled),
        secret);
}

/// <summary>A kind of connector.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Schema">The JSON Schema of its settings document.</param>
/// <param name="Clouds">The clouds and endpoint sets that this server allows.</param>
public sealed record ConnectorKindView(string Kind, string Title, JsonElement Schema, IReadOnlyList<string> Clouds);

/// <summary>What a change of a connector came to.</summary>
/// <param name="Id">Its slug.</param>
/// <param name="Revision">The revision in force.</param>
/// <param name="Position">Give it as <c>atLeast</c> to a read that must show the change.</param>
/// <param name="Changed">False when it was so already.</param>
/// <param name="Repeated">True when an earlier request with the same key had done it.</param>
public sealed record ConnectorChange(string Id, int Revision, long Position, bool Changed, bool Repeated);

/// <summary>One revision of a connector's settings.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Position">The position of its event.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">Who set it.</param>
/// <param name="Settings">The settings document.</param>
public sealed record RevisionView(int Revision, long Position, DateTimeOffset At, string By, JsonObject Settings);

/// <summary>In words, why.</summary>
/// <param name="Reason">At most 1,000 characters.</param>
public sealed record ReasonBody(string? Reason = null);
