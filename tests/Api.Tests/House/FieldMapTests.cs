using System.Text.RegularExpressions;

namespace Dropzone.Ledger.Api.Tests.House;

/// <summary>docs/connectors.md has the field map of each resource: no fact that a mapper gives is left out, and no field that it reads.</summary>
public sealed partial class FieldMapTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "connectors.md"));

    public static TheoryData<string, string> Maps => new()
    {
        { "resource `alerts`", "DefenderAlertMapper.cs" },
        { "resource `incidents`", "DefenderIncidentMapper.cs" },
        { "resource `email-threats`", "EmailThreatSubmissionMapper.cs" },
        { "resource `mailbox`", "ReportedEmailMapper.cs" },
        { "resource `mailbox`", "ReportEntities.cs" },
        { "resource `incidents/{workspace name}`", "SentinelIncidentMapper.cs" },
        { "resource `incidents/{workspace name}`", "Sentinel/SentinelAlert.cs" },
        { "resource `kql/{slug}/{workspace name}`", "KqlRowMapper.cs" },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void every_fact_and_every_field_that_is_read_stands_in_the_map(string section, string file)
    {
        var code = File.ReadAllText(Path.Combine(Repository.Root, "src", "Domain", "Mapping", file));
        var facts = FactsBlock().Match(code) is { Success: true } block ? Fact().Matches(block.Value).Select(m => Camel(m.Groups["name"].Value)) : [];
        var fields = Field().Matches(code).Select(m => m.Groups["name"].Value);
        var words = Section(section);

        Assert.Empty(facts.Concat(fields).Distinct(StringComparer.Ordinal).Except(words, StringComparer.Ordinal));
    }

    [Fact]
    public void every_resource_says_what_is_left_in_the_payload_and_by_which_key_versions_differ()
    {
        var sections = Maps.Select(map => (string)((object[])map)[0]).Distinct(StringComparer.Ordinal).ToList();

        Assert.All(sections, section => Assert.Contains("in the payload only", SectionText(section), StringComparison.Ordinal));
        Assert.All(sections, section => Assert.Contains("| Payload |", SectionText(section), StringComparison.Ordinal));
        Assert.All(sections, section => Assert.Contains("| Version key |", SectionText(section), StringComparison.Ordinal));
    }

    private static HashSet<string> Section(string heading) => Quoted().Matches(SectionText(heading))
        .SelectMany(quoted => Word().Matches(quoted.Groups["text"].Value).Select(word => word.Value)).ToHashSet(StringComparer.Ordinal);

    private static string SectionText(string heading)
    {
        var lines = Page.Split('\n');
        return string.Join('\n', lines.SkipWhile(line => !(line.StartsWith("## ", StringComparison.Ordinal) && line.Contains(heading, StringComparison.Ordinal)))
            .Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)));
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"new AlertFacts\b.*?\n        \};", RegexOptions.Singleline, 1000)]
    private static partial Regex FactsBlock();

    [GeneratedRegex(@"(?m)^            (?<name>[A-Z]\w*) = ", RegexOptions.None, 1000)]
    private static partial Regex Fact();

    [GeneratedRegex(@"\.(?:Text|Needed|Prose|Time|Texts|Inside|Items|Has|Count|Dynamic(?:Inside|Texts|Items))\(""(?<name>\w+)""", RegexOptions.None, 1000)]
    private static partial Regex Field();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\w+", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
