using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Tests.Hosting;

/// <summary>Puts alerts into the log as a poller would, through the domain's own decider.</summary>
public static class Seeds
{
    public const string Payload = """{"id":"a1","title":"Suspicious file"}""";

    public static object Settings(string id, string? secret = "s3cret-value", string kind = "microsoft365", bool enabled = false) => kind == "sentinel"
        ? new
        {
            id,
            kind,
            enabled,
            credentials = Credentials(secret),
            workspaces = new[]
            {
                new
                {
                    name = "law-soc",
                    workspaceId = "66666666-7777-8888-9999-000000000000",
                    subscriptionId = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
                    resourceGroup = "rg-soc",
                },
            },
        }
        : new { id, kind, enabled, credentials = Credentials(secret) };

    public static AlertFacts Facts(string title = "Suspicious file", string severity = "High") =>
        new() { Title = title, Severity = severity, Status = "new", Url = "https://security.microsoft.com/alerts/a1" };

    /// <summary>Appends one version of an alert and answers its id and the position.</summary>
    public static async Task<(Guid Id, long Position)> AlertAsync(
        RunningLedger ledger,
        string connector,
        string sourceId,
        AlertFacts? facts = null,
        string kind = AlertKind.DefenderAlert,
        string version = "1",
        string tenant = TenantName.Default,
        ConnectorSettings? settings = null,
        params AlertEntity[] entities)
    {
        var stream = StreamId.Alert(connector, kind, sourceId);
        var earlier = await ledger.Database.Log.ReadStreamAsync(tenant, stream);
        var state = AlertState.Fold(earlier.Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)));
        var sealedPayload = VaultEntry.Seal(VaultKind.Payload, Encoding.UTF8.GetBytes(Payload));
        var sealedEntities = VaultEntry.Seal(VaultKind.Entities, JsonSerializer.SerializeToUtf8Bytes(new AlertEntities(entities), LedgerJson.Options));
        var events = AlertDecider.Observe(
            state,
            new Observation
            {
                Connector = connector,
                Kind = kind,
                SourceId = sourceId,
                Version = new SourceVersion(version, $"2026-11-01T10:00:0{version}Z"),
                Facts = facts ?? Facts(),
                Payload = new VaultReference(sealedPayload.Commitment, sealedPayload.Bytes.Length),
                Entities = entities.Length == 0 ? null : new VaultReference(sealedEntities.Commitment, sealedEntities.Bytes.Length),
                Mapper = 1,
                Origin = Origin.Live,
                ObservedAt = DateTimeOffset.UnixEpoch,
            },
            settings ?? new Microsoft365Settings { Credentials = new() { ClientId = "c", TenantId = "t" } },
            1);
        var outcome = await ledger.Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = tenant,
            Vault = entities.Length == 0 ? [sealedPayload] : [sealedPayload, sealedEntities],
            Streams =
            [
                new StreamAppend(stream, "alert", earlier.Count, [.. events.Select(e =>
                {
                    var form = EventCodec.Encode(e);
                    return new EventToAppend(EventIds.Observed(stream, e, earlier.Count), form.Alias, form.Data);
                })]),
            ],
        });
        return (EventIds.AlertIngested(stream), Assert.IsType<AppendOutcome.Appended>(outcome).LastPosition);
    }

    private static Dictionary<string, string> Credentials(string? secret)
    {
        var credentials = new Dictionary<string, string>
        {
            ["clientId"] = "11111111-2222-3333-4444-555555555555",
            ["tenantId"] = "contoso.onmicrosoft.com",
        };
        if (secret is not null)
        {
            credentials["clientSecret"] = secret;
        }

        return credentials;
    }
}
