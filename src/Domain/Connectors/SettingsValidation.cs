using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>One thing that is wrong with a settings document.</summary>
/// <param name="Field">Where, such as <c>workspaces[1].workspaceId</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record SettingsProblem(string Field, string Message, string Remedy);

/// <summary>The rules of settings that their types do not hold. Whether a cloud's name exists is the server's to say.</summary>
public static partial class SettingsValidation
{
    private const int LongestText = 1_000;
    private const int MostItems = 1_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLookback = TimeSpan.FromDays(3650);

    /// <summary>Everything that is wrong, in the order of the fields; empty when nothing is.</summary>
    public static IReadOnlyList<SettingsProblem> Validate(ConnectorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. Length("name", settings.Name, needed: false),
            .. Credentials(settings.Credentials),
            .. Length("cloud", settings.Cloud, needed: true),
            .. Words("enabledSeverities", settings.EnabledSeverities),
            .. Titles(settings.Exclusions.Titles),
            .. Duration("logIngestionDelay", settings.LogIngestionDelay, TimeSpan.Zero, LongestDelay),
            .. Duration("pollInterval", settings.PollInterval, ShortestInterval, LongestInterval),
            .. Duration("pollLookback", settings.PollLookback, ShortestInterval, LongestLookback),
            .. settings switch
            {
                SentinelSettings sentinel =>
                [
                    .. Words("enabledStatuses", sentinel.EnabledStatuses), .. Workspaces(sentinel.Workspaces),
                    .. TicketSyncValidation.Validate(sentinel.TicketSync),
                    .. KqlQueryValidation.Problems(sentinel.KqlQueries ?? []),
                ],
                Microsoft365Settings microsoft => Microsoft365(microsoft),
                _ => (IEnumerable<SettingsProblem>)[],
            },
        ];
    }

    /// <summary>What is wrong with a connector's id: lower-case letters, digits and single hyphens between them, at most 63.</summary>
    public static IReadOnlyList<SettingsProblem> ValidateId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var fine = id.Length is > 0 and <= 63
            && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && !id.StartsWith('-') && !id.EndsWith('-') && !id.Contains("--", StringComparison.Ordinal);
        return fine ? [] : [new SettingsProblem("id", "The id is no slug.", "Use lower-case letters, digits and single hyphens between them, at most 63, such as sentinel-prod.")];
    }

    private static IEnumerable<SettingsProblem> Credentials(ConnectorCredentials credentials)
    {
        if (!Guid.TryParseExact(credentials.ClientId, "D", out _))
        {
            yield return NoGuid("credentials.clientId", "the application (client) id of the app registration");
        }

        if (!Guid.TryParseExact(credentials.TenantId, "D", out _) && !IsDomain(credentials.TenantId))
        {
            yield return new SettingsProblem(
                "credentials.tenantId", "It is neither a GUID nor a domain.", "Give the directory (tenant) id, or a verified domain such as example.onmicrosoft.com.");
        }
    }

    private static IEnumerable<SettingsProblem> Workspaces(IReadOnlyList<SentinelWorkspace> workspaces)
    {
        if (workspaces.Count == 0)
        {
            yield return new SettingsProblem("workspaces", "There is no workspace.", "Name at least one Log Analytics workspace with Sentinel.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < workspaces.Count; i++)
        {
            var (at, workspace) = ($"workspaces[{i}]", workspaces[i]);
            foreach (var problem in Length(at + ".name", workspace.Name, needed: true).Concat(Length(at + ".resourceGroup", workspace.ResourceGroup, needed: true)))
            {
                yield return problem;
            }

            if (!names.Add(workspace.Name))
            {
                yield return new SettingsProblem(at + ".name", $"The workspace '{workspace.Name}' is named twice.", "Name each workspace once.");
            }

            if (!Guid.TryParseExact(workspace.WorkspaceId, "D", out _))
            {
                yield return NoGuid(at + ".workspaceId", "the workspace's customer id (Log Analytics workspace, Overview)");
            }

            if (!Guid.TryParseExact(workspace.SubscriptionId, "D", out _))
            {
                yield return NoGuid(at + ".subscriptionId", "the id of the Azure subscription");
            }
        }
    }

    private static IEnumerable<SettingsProblem> Words(string field, IReadOnlyList<string> words) =>
        words.SelectMany((word, i) => Length($"{field}[{i}]", word, needed: true));

    private static IEnumerable<SettingsProblem> Length(string field, string? text, bool needed)
    {
        if (needed && string.IsNullOrWhiteSpace(text))
        {
            yield return new SettingsProblem(field, "It is empty.", "Give a value.");
        }
        else if (text?.Length > LongestText)
        {
            yield return new SettingsProblem(field, $"It has more than {LongestText} characters.", "Shorten it.");
        }
        else if (text is not null && !TextHygiene.IsClean(text))
        {
            yield return new SettingsProblem(field, "It holds a NUL or a broken character.", "Type it anew.");
        }
    }

    private static IEnumerable<SettingsProblem> Duration(string field, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            yield return new SettingsProblem(
                field,
                $"{System.Xml.XmlConvert.ToString(value)} is too {(value < least ? "short" : "long")}.",
                $"Give a duration from {System.Xml.XmlConvert.ToString(least)} to {System.Xml.XmlConvert.ToString(most)}.");
        }
    }

    private static SettingsProblem NoGuid(string field, string what) =>
        new(field, "It is no GUID.", $"Give {what}, such as 11111111-2222-4333-8444-555555555555.");

    private static bool IsDomain(string text) =>
        text.Length <= 253 && text.Contains('.', StringComparison.Ordinal)
        && text.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
