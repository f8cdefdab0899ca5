using System.Globalization;
using Dropzone.Ledger.Domain.Connectors.OData;

namespace Dropzone.Ledger.Domain.Connectors;

/// <content>The rules of Microsoft 365 connectors.</content>
public static partial class SettingsValidation
{
    private const string OrganizationSuffix = ".onmicrosoft.com";

    private static IEnumerable<SettingsProblem> Microsoft365(Microsoft365Settings settings) =>
    [
        .. Ingest(settings.Ingest),
        .. Organization(settings),
        .. Words("detectionSources", settings.DetectionSources),
        .. Words("excludedEmailCategories", settings.ExcludedEmailCategories),
        .. Mailbox(settings.MailboxPhishing),
        .. DlpModes(settings.DlpEnforcementModes),
        .. Prelude(settings.Exclusions.PreludeSecurity),
        .. Files(settings.Exclusions.Files ?? []),
    ];

    private static IEnumerable<SettingsProblem> Ingest(string ingest)
    {
        if (ingest is not ("alerts" or "incidents"))
        {
            yield return new SettingsProblem("ingest", $"'{ingest}' is not known.", "Use alerts or incidents.");
        }
    }

    private static IEnumerable<SettingsProblem> Organization(Microsoft365Settings settings)
    {
        var organization = settings.Credentials.OrganizationId;
        if (organization is null && settings.Powershell.Enabled)
        {
            yield return new SettingsProblem(
                "credentials.organizationId",
                "It is missing, and powershell is enabled.",
                "Give the directory's initial domain, such as example.onmicrosoft.com, or switch powershell off.");
        }
        else if (organization is not null
            && (!organization.EndsWith(OrganizationSuffix, StringComparison.OrdinalIgnoreCase) || organization.Length == OrganizationSuffix.Length || !IsDomain(organization)))
        {
            yield return new SettingsProblem(
                "credentials.organizationId",
                "It does not end in .onmicrosoft.com.",
                "Give the directory's initial domain, such as example.onmicrosoft.com; it stands under Entra, Custom domain names.");
        }
    }

    private static IEnumerable<SettingsProblem> Mailbox(MailboxPhishingSettings mailbox)
    {
        if (mailbox.Address is null ? mailbox.Enabled : !IsMailAddress(mailbox.Address))
        {
            yield return new SettingsProblem(
                "mailboxPhishing.address",
                mailbox.Address is null ? "It is missing, and the mailbox is to be read." : "It is no mail address.",
                "Give the address of the reporting mailbox, such as phish@example.org.");
        }

        if (mailbox.Filter is { } filter && ODataFilter.Problem(filter) is { } problem)
        {
            yield return new SettingsProblem(
                "mailboxPhishing.filter",
                $"It does not parse at character {(problem.At + 1).ToString(CultureInfo.InvariantCulture)}: {problem.Message}",
                "Write an OData filter over Graph messages, such as from/emailAddress/address eq 'scanner@example.org', or leave it out to read every message.");
        }
    }

    private static IEnumerable<SettingsProblem> DlpModes(IReadOnlyList<string> modes)
    {
        for (var i = 0; i < modes.Count; i++)
        {
            if (!DlpEnforcementMode.All.Contains(modes[i], StringComparer.OrdinalIgnoreCase))
            {
                yield return new SettingsProblem($"dlpEnforcementModes[{i}]", $"There is no mode '{modes[i]}'.", $"Use {string.Join(", ", DlpEnforcementMode.All)}.");
            }
        }
    }

    private static IEnumerable<SettingsProblem> Prelude(PreludeExclusion? prelude)
    {
        if (prelude is null)
        {
            return [];
        }

        const string at = "exclusions.preludeSecurity";
        return
        [
            .. Length(at + ".contains", prelude.Contains, needed: true),
            .. prelude.Fields.Index()
                .Where(field => !PreludeExclusion.AllFields.Contains(field.Item, StringComparer.Ordinal))
                .Select(field => new SettingsProblem(
                    $"{at}.fields[{field.Index}]", $"'{field.Item}' is not looked at.", $"Use {string.Join(", ", PreludeExclusion.AllFields)}.")),
            .. Note(at, prelude),
        ];
    }

    private static IEnumerable<SettingsProblem> Files(IReadOnlyList<FileExclusion> files)
    {
        if (files.Count > MostItems)
        {
            yield return new SettingsProblem("exclusions.files", $"There are more than {MostItems} files.", "Join some of them with * and ?.");
        }

        for (var i = 0; i < files.Count; i++)
        {
            var (at, file) = ($"exclusions.files[{i}]", files[i]);
            if (file is { FileName: null, Path: null, Sha1: null, Sha256: null })
            {
                yield return new SettingsProblem(at, "It names no file.", "Give at least one of fileName, path, sha1 and sha256.");
            }

            IEnumerable<SettingsProblem> found =
            [
                .. Pattern(at + ".fileName", file.FileName),
                .. Pattern(at + ".path", file.Path),
                .. Digest(at + ".sha1", file.Sha1, 40),
                .. Digest(at + ".sha256", file.Sha256, 64),
                .. Note(at, file),
            ];
            foreach (var problem in found)
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<SettingsProblem> Pattern(string field, string? pattern) => pattern is null ? [] : Length(field, pattern, needed: true);

    private static IEnumerable<SettingsProblem> Digest(string field, string? pattern, int digits)
    {
        if (pattern is not null && (pattern.Length == 0 || pattern.Length > digits || !pattern.All(c => char.IsAsciiHexDigit(c) || c is '*' or '?')
            || (pattern.Length < digits && !pattern.Contains('*', StringComparison.Ordinal))))
        {
            yield return new SettingsProblem(field, $"It is no digest of {digits} hex digits.", $"Give {digits} hex digits; * and ? may stand for some of them.");
        }
    }

    // The address becomes a segment of a URL: what mail allows besides these is not worth the doubt.
    private static bool IsMailAddress(string address) =>
        address.Length <= 320 && address.Split('@') is [{ Length: > 0 } local, { } domain] && IsDomain(domain)
        && local.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '\'');
}
