using System.Buffers.Text;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>From a JSON document to settings, collecting every problem on the way.</summary>
internal static class SettingsReader
{
    internal static SettingsReading.Valid? Read(JsonElement root, List<SettingsProblem> problems)
    {
        if (KindOf(root, problems) is not { } kind)
        {
            return null;
        }

        var document = new StrictObject(root, "", SettingsFields.Top(kind), problems);
        var id = document.NeededText("id");
        var (credentials, secret) = Credentials(document, problems);
        var settings = kind == ConnectorKind.Sentinel ? Sentinel(document, credentials) : (ConnectorSettings)Microsoft365(document, credentials);
        settings = settings with
        {
            Name = document.Text("name"),
            Cloud = document.Text("cloud") ?? settings.Cloud,
            EnabledSeverities = document.Texts("enabledSeverities"),
            Exclusions = ExclusionsOf(document),
            LogIngestionDelay = document.Duration("logIngestionDelay", settings.LogIngestionDelay),
            PollInterval = document.Duration("pollInterval", settings.PollInterval),
            PollLookback = document.Duration("pollLookback", settings.PollLookback),
        };
        return new SettingsReading.Valid(id, settings, secret, document.Flag("enabled"));
    }

    private static string? KindOf(JsonElement root, List<SettingsProblem> problems)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new SettingsProblem("$", "The document is no JSON object.", "Give an object with id, kind and credentials."));
            return null;
        }

        if (root.TryGetProperty("kind"u8, out var kind) && kind.ValueKind == JsonValueKind.String
            && kind.GetString() is ConnectorKind.Sentinel or ConnectorKind.Microsoft365)
        {
            return kind.GetString();
        }

        problems.Add(new SettingsProblem("kind", "It is missing or not known.", $"Use {ConnectorKind.Sentinel} or {ConnectorKind.Microsoft365}."));
        return null;
    }

    private static (ConnectorCredentials Credentials, SecretMaterial? Secret) Credentials(StrictObject document, List<SettingsProblem> problems)
    {
        document.Needs("credentials", "Give credentials with clientId, tenantId and clientSecret or certificate.");
        if (document.Inside("credentials", SettingsFields.Inside(SettingsFields.Credentials)) is not { } fields)
        {
            return (new ConnectorCredentials { ClientId = "", TenantId = "" }, null);
        }

        var credentials = new ConnectorCredentials { ClientId = fields.NeededText("clientId"), TenantId = fields.NeededText("tenantId") };
        var (secret, certificate, password) = (fields.Text("clientSecret"), fields.Text("certificate"), fields.Text("certificatePassword"));
        if (secret is not null && string.IsNullOrWhiteSpace(secret))
        {
            problems.Add(new SettingsProblem(fields.At("clientSecret"), "It is empty.", "Give the secret's value, or leave the field out to keep the stored one."));
        }

        if (secret is not null && secret.Any(char.IsControl))
        {
            problems.Add(new SettingsProblem(fields.At("clientSecret"), "It holds a line break or another control character.", "Copy the secret's value alone."));
        }

        if (secret is not null && certificate is not null)
        {
            problems.Add(new SettingsProblem(fields.At("certificate"), "There are both a secret and a certificate.", "Give one of them."));
        }

        if (certificate is not null && !IsCertificate(certificate))
        {
            problems.Add(new SettingsProblem(
                fields.At("certificate"), "It is neither PEM nor base64.", "Give the PEM text of certificate and key, or the PKCS#12 file in base64."));
        }

        if (password is not null && certificate is null)
        {
            problems.Add(new SettingsProblem(fields.At("certificatePassword"), "There is no certificate that it belongs to.", "Give the certificate too, or leave the password out."));
        }

        // The thumbprint names the certificate that is in use; a new secret or certificate replaces it.
        var thumbprint = fields.Text("certificateThumbprint");
        return secret is null && certificate is null
            ? (credentials with { CertificateThumbprint = thumbprint }, null)
            : (credentials, new SecretMaterial { ClientSecret = secret, Certificate = certificate, CertificatePassword = password });
    }

    private static bool IsCertificate(string text) =>
        text.TrimStart().StartsWith("-----BEGIN ", StringComparison.Ordinal) || (!string.IsNullOrWhiteSpace(text) && Base64.IsValid(text));

    private static SentinelSettings Sentinel(StrictObject document, ConnectorCredentials credentials)
    {
        document.Needs("workspaces", "Name at least one Log Analytics workspace with Sentinel.");
        return new SentinelSettings
        {
            Credentials = credentials,
            Workspaces =
            [
                .. document.Objects("workspaces", SettingsFields.Inside(SettingsFields.Workspaces)).Select(w => new SentinelWorkspace(
                    w.NeededText("name"), w.NeededText("workspaceId"), w.NeededText("subscriptionId"), w.NeededText("resourceGroup"))),
            ],
            EnabledStatuses = document.Texts("enabledStatuses"),
            TicketSync = TicketSyncOf(document),
        };
    }

    private static TicketSyncSettings TicketSyncOf(StrictObject document) =>
        document.Inside("ticketSync", SettingsFields.Inside(SettingsFields.TicketSync)) is not { } fields
            ? new TicketSyncSettings()
            : new TicketSyncSettings
            {
                UpdateStatusOnInvestigationChange = fields.Flag("updateStatusOnInvestigationChange") ?? false,
                ConflictPolicy = fields.Text("conflictPolicy"),
                Mapping = fields.Objects("mapping", SettingsFields.Inside(SettingsFields.TicketMapping)) is { Count: > 0 } rules
                    ? [.. rules.Select(r => new TicketMappingRule(
                        r.NeededText("investigation"), r.Text("conclusion"), r.NeededText("status"), r.Text("classification"), r.Text("reason")))]
                    : null,
                Comment = fields.Flag("comment"),
            };

    private static Microsoft365Settings Microsoft365(StrictObject document, ConnectorCredentials credentials) => new()
    {
        Credentials = credentials,
        Ingest = document.Text("ingest") ?? "alerts",
        DetectionSources = document.Texts("detectionSources"),
    };

    private static Exclusions ExclusionsOf(StrictObject document) => new()
    {
        Titles =
        [
            .. document.Inside("exclusions", SettingsFields.Inside(SettingsFields.Exclusions))
                ?.Objects("titles", SettingsFields.Inside(SettingsFields.Titles))
                .Select(t => new TitleExclusion(t.NeededText("pattern"), t.Text("reason"))) ?? [],
        ],
    };
}
