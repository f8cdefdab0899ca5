using System.Diagnostics;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Tests.Decisions;

public sealed class when_filters_decide
{
    private static readonly ConnectorCredentials Credentials = new() { ClientId = "c", TenantId = "t" };
    private static readonly AlertFacts Facts = new() { Title = "Impossible travel", Severity = "Low", Status = "New", DetectionSource = "antivirus" };

    [Fact]
    public void empty_lists_let_everything_pass()
    {
        Assert.IsType<Included>(Filters.Decide(Facts, AlertKind.DefenderAlert, new Microsoft365Settings { Credentials = Credentials }));
        Assert.IsType<Included>(Filters.Decide(Facts with { Severity = "Apocalyptic" }, AlertKind.DefenderAlert, new Microsoft365Settings { Credentials = Credentials }));
    }

    [Fact]
    public void words_are_compared_ignoring_case_and_unknown_ones_are_not_spared()
    {
        var settings = new Microsoft365Settings { Credentials = Credentials, EnabledSeverities = ["low"] };
        Assert.IsType<Included>(Filters.Decide(Facts, AlertKind.DefenderAlert, settings));
        var no = Assert.IsType<Excluded>(Filters.Decide(Facts with { Severity = "Apocalyptic" }, AlertKind.DefenderAlert, settings));
        Assert.Equal(new Excluded("severities", "severity", "Apocalyptic", "Severity Apocalyptic is not among the enabled severities (low)."), no);
    }

    [Fact]
    public void statuses_are_asked_of_sentinel_incidents_only()
    {
        var sentinel = new SentinelSettings { Credentials = Credentials, Workspaces = [], EnabledStatuses = ["Active"] };
        Assert.Equal("statuses", Assert.IsType<Excluded>(Filters.Decide(Facts, AlertKind.SentinelIncident, sentinel)).Rule);
        Assert.IsType<Included>(Filters.Decide(Facts with { Status = "ACTIVE" }, AlertKind.SentinelIncident, sentinel));
    }

    [Fact]
    public void detection_sources_are_asked_of_defender_alerts_only()
    {
        var settings = new Microsoft365Settings { Credentials = Credentials, DetectionSources = ["customDetection"] };
        Assert.Equal("detectionSources", Assert.IsType<Excluded>(Filters.Decide(Facts, AlertKind.DefenderAlert, settings)).Rule);
        Assert.Equal("unknown", Assert.IsType<Excluded>(Filters.Decide(Facts with { DetectionSource = null }, AlertKind.DefenderAlert, settings)).Value);
        Assert.IsType<Included>(Filters.Decide(Facts with { DetectionSource = null }, AlertKind.DefenderIncident, settings));
    }

    [Fact]
    public void titles_name_the_pattern_and_its_reason()
    {
        var settings = new Microsoft365Settings { Credentials = Credentials, Exclusions = new Exclusions { Titles = [new() { Pattern = "x" }, new() { Pattern = "*TRAVEL", Reason = "VPN exits" }] } };
        Assert.Equal(
            new Excluded("titles/2", "title", "Impossible travel", "The title matches the excluded pattern \"*TRAVEL\": VPN exits"),
            Filters.Decide(Facts, AlertKind.DefenderAlert, settings));
    }

    [Theory]
    [InlineData(TitleMatch.Exact, "impossible TRAVEL", true)]
    [InlineData(TitleMatch.Exact, "impossible*", false)]
    [InlineData(TitleMatch.Wildcard, "impossible*", true)]
    [InlineData(TitleMatch.Wildcard, "impossible", false)]
    [InlineData(TitleMatch.Expression, "impossible", true)]
    [InlineData(TitleMatch.Expression, "^(im)?possible\\s+TRAVEL$", true)]
    [InlineData(TitleMatch.Expression, "^travel", false)]
    public void a_title_is_compared_as_its_rule_says(TitleMatch match, string pattern, bool excluded)
    {
        var settings = new Microsoft365Settings
        {
            Credentials = Credentials,
            Exclusions = new Exclusions { Titles = [new() { Pattern = pattern, Match = match, Name = "vpn", Owner = "ada" }] },
        };
        var decision = Filters.Decide(Facts, AlertKind.DefenderAlert, settings);
        Assert.Equal(excluded, decision is Excluded);
        Assert.True(decision is not Excluded { Rule: not "titles/vpn" });
    }

    [Theory]
    [InlineData("(?=x)")]
    [InlineData("(?<!x)y")]
    [InlineData("(a)\\1")]
    [InlineData("(")]
    [InlineData("[z-a]")]
    [InlineData("((a{1,300}){1,300})b")]
    public void an_expression_that_could_run_for_ever_or_does_not_parse_is_refused(string expression)
    {
        var refusal = TitleRules.Refusal(expression);
        Assert.NotNull(refusal);
        Assert.NotEmpty(refusal.Value.Remedy);
    }

    [Theory]
    [InlineData("(a*)*b")]
    [InlineData("(.*a){30}")]
    public void no_expression_takes_long(string expression)
    {
        var settings = new Microsoft365Settings
        {
            Credentials = Credentials,
            Exclusions = new Exclusions { Titles = [new() { Pattern = expression, Match = TitleMatch.Expression }] },
        };
        var watch = Stopwatch.StartNew();
        Filters.Decide(Facts with { Title = new string('a', 5_000) }, AlertKind.DefenderAlert, settings);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), watch.Elapsed.ToString());
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a?c*", "ABCDE", true)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("a*b*c", "axxbyycd", false)]
    [InlineData("*.exe (?)", "run.EXE (😀)", true)]
    [InlineData("impossible", "Impossible travel", false)]
    [InlineData("[a-z]+", "a", false)]
    [InlineData("MÜLLER*", "müller 1", true)]
    public void wildcards_match_the_whole_title(string pattern, string text, bool matches) => Assert.Equal(matches, Wildcard.Matches(pattern, text));

    [Fact]
    public void no_pattern_takes_long()
    {
        var watch = Stopwatch.StartNew();
        Assert.False(Wildcard.Matches(string.Concat(Enumerable.Repeat("a*", 500)) + "b", new string('a', 5_000)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), watch.Elapsed.ToString());
    }

    [Fact]
    public void a_wildcard_agrees_with_the_plain_definition() => Property.Holds(1_000, random =>
    {
        var pattern = Draw(random, "ab*?", 6);
        var text = Draw(random, "abA", 8);
        return Wildcard.Matches(pattern, text) == Plain(pattern, text);
    });

    private static string Draw(Random random, string letters, int most) => new([.. Enumerable.Range(0, random.Next(most)).Select(_ => letters[random.Next(letters.Length)])]);

    private static bool Plain(string p, string t) => p.Length == 0
        ? t.Length == 0
        : p[0] == '*' ? Plain(p[1..], t) || (t.Length > 0 && Plain(p, t[1..]))
        : t.Length > 0 && (p[0] == '?' || char.ToLowerInvariant(p[0]) == char.ToLowerInvariant(t[0])) && Plain(p[1..], t[1..]);
}
