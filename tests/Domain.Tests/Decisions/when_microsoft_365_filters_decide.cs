using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;

namespace Dropzone.Ledger.Domain.Tests.Decisions;

public sealed class when_microsoft_365_filters_decide
{
    private static readonly Microsoft365Settings Settings = new() { Credentials = new ConnectorCredentials { ClientId = "c", TenantId = "t" } };

    private static readonly AlertFacts Facts = new()
    {
        Title = "Suspicious file",
        Severity = "High",
        Status = "new",
        Products = ["Microsoft Defender for Endpoint"],
        Files =
        [
            new FileFacts { Name = "setup.exe", Path = @"C:\Temp", Sha1 = new string('a', 40), Sha256 = new string('b', 64), Signer = "Contoso" },
            new FileFacts { Name = "probe.exe", Path = @"C:\Users\*\Tools", Sha256 = new string('c', 64), Signer = "Prelude Research, Inc." },
        ],
    };

    [Fact]
    public void categories_of_submitted_mails()
    {
        var settings = Settings with { ExcludedEmailCategories = ["alloweddueToUserOverride"], EnabledSeverities = ["High"] };
        var mail = Facts with { EmailCategory = "allowedDueToUserOverride", Severity = "Unknown" };
        Assert.Equal(("emailCategories", "emailCategory", "allowedDueToUserOverride"), Rule(Decide(mail, settings, AlertKind.EmailThreatSubmission)));
        Assert.IsType<Included>(Decide(mail with { EmailCategory = "phishing" }, settings, AlertKind.EmailThreatSubmission));
        Assert.IsType<Included>(Decide(mail with { EmailCategory = null }, settings, AlertKind.EmailThreatSubmission));
    }

    [Fact]
    public void mails_have_no_severity_to_be_asked_for() =>
        Assert.IsType<Included>(Decide(Facts with { Severity = "Unknown" }, Settings with { EnabledSeverities = ["High"] }, AlertKind.ReportedEmail));

    [Fact]
    public void enforcement_modes_and_an_unknown_one_is_shown()
    {
        var settings = Settings with { DlpEnforcementModes = ["block"] };
        Assert.Equal(("dlpEnforcementModes", "enforcementModes", "audit, warn"), Rule(Decide(Facts with { EnforcementModes = ["audit", "warn"] }, settings)));
        Assert.IsType<Included>(Decide(Facts with { EnforcementModes = ["audit", "block"] }, settings));
        Assert.IsType<Included>(Decide(Facts, settings));
    }

    [Fact]
    public void prelude_security_is_found_where_the_settings_say()
    {
        Assert.IsType<Included>(Decide(Facts, With(new Exclusions { PreludeSecurity = new PreludeExclusion() })));
        var on = new PreludeExclusion { Enabled = true, Reason = "our own tests" };
        var no = Assert.IsType<Excluded>(Decide(Facts, With(new Exclusions { PreludeSecurity = on })));
        Assert.Equal(new Excluded("preludeSecurity", "files", "Prelude Research, Inc.", "The files holds \"Prelude\": our own tests"), no);
        Assert.IsType<Included>(Decide(Facts, With(new Exclusions { PreludeSecurity = on with { Fields = ["vendor", "product", "title"] } })));
        Assert.Equal("title", Rule(Decide(Facts with { Title = "PRELUDE test", Files = null }, With(new Exclusions { PreludeSecurity = on }))).Field);
        Assert.Equal("products", Rule(Decide(Facts with { Products = ["Prelude Detect"], Files = null }, With(new Exclusions { PreludeSecurity = on }))).Field);
        Assert.IsType<Included>(Decide(Facts, With(new Exclusions { PreludeSecurity = on with { Contains = "Postlude" } })));
    }

    public static TheoryData<FileExclusion, bool> Rules => new()
    {
        { new FileExclusion { FileName = "PROBE*" }, true },
        { new FileExclusion { Sha1 = "aaaa*" }, true },
        { new FileExclusion { Sha256 = new string('C', 64) }, true },
        { new FileExclusion { Path = @"c:\users\*\tools" }, true },
        { new FileExclusion { Path = @"*\tools\probe.exe" }, true },
        { new FileExclusion { FileName = "probe.exe", Path = @"C:\Temp" }, false },
        { new FileExclusion { FileName = "probe.exe", Sha256 = "b*" }, false },
        { new FileExclusion { FileName = "probe.exe", Sha1 = "*" }, false },
        { new FileExclusion { FileName = "probe" }, false },
        { new FileExclusion { Name = "a rule without a file" }, false },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void one_file_must_match_the_whole_rule(FileExclusion rule, bool excluded) =>
        Assert.Equal(excluded, Decide(Facts, With(new Exclusions { Files = [rule] })) is Excluded);

    [Fact]
    public void a_file_rule_is_named_by_its_place_and_its_words()
    {
        var settings = With(new Exclusions { Files = [new FileExclusion { FileName = "x" }, new FileExclusion { FileName = "probe*", Name = "The probe", Reason = "our own" }] });
        Assert.Equal(
            new Excluded("files/2", "files", "probe.exe", "A file matches the excluded one of the rule \"The probe\": our own"),
            Decide(Facts, settings));
    }

    private static Microsoft365Settings With(Exclusions exclusions) => Settings with { Exclusions = exclusions };

    private static Decision Decide(AlertFacts facts, ConnectorSettings settings, string kind = AlertKind.DefenderAlert) => Filters.Decide(facts, kind, settings);

    private static (string Rule, string Field, string Value) Rule(Decision decision) => Assert.IsType<Excluded>(decision) is var no ? (no.Rule, no.Field, no.Value) : default;
}
