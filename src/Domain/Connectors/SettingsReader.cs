using System.Buffers.Text;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>From a JSON document to settings, collecting every problem on the way.</summary>
internal static class SettingsReader
{
    private static readonly Dictionary<string, TitleMatch> Matches = new(StringComparer.Ordinal)
    {
        ["exact"] = TitleMatch.Exact,
        ["wildcard"] = TitleMatch.Wildcard,
        ["expression"] = TitleMatch.Expression,
    };

    internal static SettingsReading.Valid? Read(JsonElement root, List<SettingsProblem> problems)
    {
        if (KindOf(root, problems) is not { } kind)
        {
            return null;
        }

        var document = new StrictObject(root, "", SettingsFields.Top(kind), problems);
        var id = document.NeededText("id");
        var (credentials, secret) = Credentials(document, kind, problems);
        var settings = kind == ConnectorKind.Sentinel ? Sentinel(document, credentials) : (ConnectorSettings)Microsoft365(document, credentials);
        settings = settings with
        {
            Name = document.Text("name"),
            Cloud = document.Text("cloud") ?? settings.Cloud,
            EnabledSeverities = document.Texts("enabledSeverities"),
            Exclusions = ExclusionsOf(document, kind),
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

    private static (ConnectorCredentials Credentials, SecretMaterial? Secret) Credentials(
        StrictObject document, string kind, List<SettingsProblem> problems)
    {
        document.Needs("credentials", "Give credentials with clientId, tenantId and clientSecret or certificate.");
        if (document.Inside("credentials", SettingsFields.CredentialsOf(kind)) is not { } fields)
        {
            return (new ConnectorCredentials { ClientId = "", TenantId = "" }, null);
        }

        var credentials = new ConnectorCredentials
        {
            ClientId = fields.NeededText("clientId"),
            TenantId = fields.NeededText("tenantId"),
            OrganizationId = fields.Text("organizationId"),
        };
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
            KqlQueries = document.Objects("kqlQueries", SettingsFields.Inside(SettingsFields.KqlQueries)) is { Count: > 0 } queries
                ? [.. queries.Select(KqlQueryOf)]
                : null,
            DefenderEmailFetching = document.Flag("defenderEmailFetching") ?? false,
        };
    }

    private static KqlQuery KqlQueryOf(StrictObject query)
    {
        query.Needs("idColumns", "Name the columns that together tell one row from every other.");
        return new KqlQuery(
            query.NeededText("slug"),
            query.NeededText("query"),
            query.NeededText("timeColumn"),
            query.Texts("idColumns"),
            query.Text("titleColumn"),
            query.Text("severityColumn"));
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
                        r.NeededText("investigation"), r.NeededText("status"), r.Text("conclusion"), r.Text("classification"), r.Text("reason")))]
                    : null,
                Comment = fields.Flag("comment"),
            };

    private static Microsoft365Settings Microsoft365(StrictObject document, ConnectorCredentials credentials) => new()
    {
        Credentials = credentials,
        Ingest = document.Text("ingest") ?? "alerts",
        DetectionSources = document.Texts("detectionSources"),
        EmailThreatSubmissions = document.Flag("emailThreatSubmissions") ?? false,
        ExcludedEmailCategories = document.Texts("excludedEmailCategories"),
        MailboxPhishing = document.Inside("mailboxPhishing", SettingsFields.Inside(SettingsFields.MailboxPhishing)) is { } mailbox
            ? new MailboxPhishingSettings
            {
                Enabled = mailbox.Flag("enabled") ?? false,
                Address = mailbox.Text("address"),
                Filter = mailbox.Text("filter"),
            }
            : new MailboxPhishingSettings(),
        Powershell = new PowerShellSettings
        {
            Enabled = document.Inside("powershell", SettingsFields.Inside(SettingsFields.Powershell))?.Flag("enabled") ?? false,
        },
        DlpEnforcementModes = document.Texts("dlpEnforcementModes"),
    };

    private static Exclusions ExclusionsOf(StrictObject document, string kind)
    {
        if (document.Inside("exclusions", SettingsFields.ExclusionsOf(kind)) is not { } exclusions)
        {
            return new Exclusions();
        }

        return new Exclusions
        {
            Titles =
            [
                .. exclusions.Objects("titles", SettingsFields.Inside(SettingsFields.Titles))
                    .Select(t => Noted(
                        new TitleExclusion { Pattern = t.NeededText("pattern"), Match = t.OneOf("match", TitleMatch.Wildcard, Matches) }, t)),
            ],
            PreludeSecurity = exclusions.Inside("preludeSecurity", SettingsFields.Inside(SettingsFields.PreludeSecurity)) is { } prelude
                ? Prelude(prelude)
                : null,
            Files = exclusions.Objects("files", SettingsFields.Inside(SettingsFields.Files)) is { Count: > 0 } files ? [.. files.Select(FileOf)] : null,
        };
    }

    private static PreludeExclusion Prelude(StrictObject prelude)
    {
        var fields = prelude.Texts("fields");
        return Noted(
            new PreludeExclusion
            {
                Enabled = prelude.Flag("enabled") ?? false,
                Contains = prelude.Text("contains") ?? new PreludeExclusion().Contains,
                Fields = fields.Count == 0 ? PreludeExclusion.AllFields : fields,
            },
            prelude);
    }

    private static FileExclusion FileOf(StrictObject file) => Noted(
        new FileExclusion { FileName = file.Text("fileName"), Path = file.Text("path"), Sha1 = file.Text("sha1"), Sha256 = file.Text("sha256") },
        file);

    private static TRule Noted<TRule>(TRule rule, StrictObject given)
        where TRule : RuleNote =>
        rule with { Name = given.Text("name"), Reason = given.Text("reason"), Owner = given.Text("owner"), ReviewBy = given.Text("reviewBy") };
}
