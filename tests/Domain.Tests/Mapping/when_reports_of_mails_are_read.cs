using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Tests.Mail;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_reports_of_mails_are_read
{
    private const string Submission = """
        {"id":"6d2f0c1e","createdDateTime":"2026-11-20T07:11:02.14Z","contentType":"email","category":"phishing","source":"user","clientSource":"microsoft","status":"succeeded",
         "createdBy":{"user":{"identity":"C0FFEE00-aaaa-4bbb-8ccc-0123456789ab","displayName":"M. Bauer","email":"m.bauer@example.org"}},
         "result":{"category":"allowedDueToUserOverride","detail":"allowedByUserSetting","detectedUrls":["https://x.example.net/a"],"detectedFiles":[{"fileName":"a.pdf","fileHash":"AB"}]},
         "adminReview":null,"recipientEmailAddress":"m.bauer@example.org","internetMessageId":"<x1@mail.example.net>","subject":"Invoice 4402","sender":"billing@example.net",
         "senderIP":"203.0.113.8","receivedDateTime":"2026-11-20T06:58:40Z","attackSimulationInfo":null}
        """;

    private const string Report = """
        {"id":"AAkAL1","receivedDateTime":"2026-11-20T07:11:04Z","sentDateTime":"2026-11-20T07:11:02Z","internetMessageId":"<r1@example.org>","subject":"1|Invoice 4402",
         "from":{"emailAddress":{"name":"M. Bauer","address":"m.bauer@example.org"}},"isRead":false}
        """;

    [Fact]
    public void a_submission_has_its_category_and_no_name_of_a_person_in_its_facts()
    {
        var mapped = Read(Submission);
        Assert.Equal(("Mail submitted as phishing", "succeeded", "allowedDueToUserOverride", "allowedByUserSetting"), (mapped.Facts.Title, mapped.Facts.Status, mapped.Facts.EmailCategory, mapped.Facts.Determination));
        Assert.Equal("x1@mail.example.net", mapped.Facts.InternetMessageId);
        Assert.Equal(["mail", "mailbox", "ip", "user", "url", "file"], mapped.Entities.Items.Select(e => e.Kind));
        Assert.Empty(mapped.Warnings);
        NamesNobody(mapped);
    }

    [Fact]
    public void a_verdict_that_arrives_later_is_another_version_of_the_same_submission()
    {
        var before = Read(Submission.Replace("\"succeeded\"", "\"running\"", StringComparison.Ordinal).Replace("allowedDueToUserOverride", "beingAnalyzed", StringComparison.Ordinal));
        var after = Read(Submission);
        Assert.Equal(before.SourceId, after.SourceId);
        Assert.NotEqual(before.Version.Key, after.Version.Key);
        Assert.True(EmailThreatSubmissionMapper.IsOpen(before));
        Assert.False(EmailThreatSubmissionMapper.IsOpen(after));
    }

    [Theory]
    [InlineData("1|Invoice", "junk")]
    [InlineData("Junk: Invoice", "junk")]
    [InlineData("2|Invoice", "notJunk")]
    [InlineData("not junk:Invoice", "notJunk")]
    [InlineData("3|Invoice", "phishing")]
    [InlineData("Phishing:Invoice", "phishing")]
    [InlineData("FW: Invoice", "phishing")]
    [InlineData("", "phishing")]
    public void the_wrapper_says_what_a_mail_was_reported_as(string subject, string category) =>
        Assert.Equal($"Mail reported as {category}", Mapped(Report.Replace("1|Invoice 4402", subject, StringComparison.Ordinal)).Facts.Title);

    [Fact]
    public void a_report_speaks_of_the_mail_in_it()
    {
        var mapped = Mapped(Report, new AttachedMail("a.eml", Encoding.UTF8.GetBytes(when_mails_are_read.Reported)));
        Assert.Equal("x1@mail.example.net", mapped.Facts.InternetMessageId);
        Assert.Equal("Rechnung ü.pdf", Assert.Single(mapped.Facts.Files!).Name);
        Assert.Contains(mapped.Entities.Items, e => e is { Kind: "mail", Name: "Rechnung 4402 €" });
        Assert.Contains(mapped.Entities.Items, e => e is { Kind: "user", Name: "m.bauer@example.org" });
        Assert.Empty(mapped.Warnings);
        NamesNobody(mapped);
    }

    [Fact]
    public void what_is_done_with_a_report_later_is_no_version_of_it() =>
        Assert.Equal(Mapped(Report).Version, Mapped(Report.Replace("\"isRead\":false", "\"isRead\":true", StringComparison.Ordinal)).Version);

    [Fact]
    public void several_mails_in_one_report_are_said()
    {
        var mail = new AttachedMail("a.eml", Encoding.UTF8.GetBytes(when_mails_are_read.Reported));
        Assert.Contains("2 attached mails", Assert.Single(Mapped(Report, mail, mail).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void reports_that_break_the_schema_are_read() => Property.Holds(300, random =>
    {
        var bytes = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? Submission : Report);
        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        var cut = bytes.AsMemory(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length);
        return EmailThreatSubmissionMapper.Map(cut).SourceId.Length > 0 && ReportedEmailMapper.Map(cut, []).SourceId.Length > 0;
    });

    private static void NamesNobody(MappedRecord mapped)
    {
        var facts = JsonSerializer.Serialize(mapped.Facts, LedgerJson.Options);
        Assert.DoesNotContain("bauer", facts, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("4402", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("billing@", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.8", facts, StringComparison.Ordinal);
    }

    private static MappedRecord Read(string json) => EmailThreatSubmissionMapper.Map(Encoding.UTF8.GetBytes(json));

    private static MappedRecord Mapped(string json, params AttachedMail[] mails) => ReportedEmailMapper.Map(Encoding.UTF8.GetBytes(json), mails);
}
