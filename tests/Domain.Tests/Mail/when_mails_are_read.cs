using System.Text;
using Dropzone.Ledger.Domain.Mail;
using Dropzone.Ledger.Simulator.Generation;

namespace Dropzone.Ledger.Domain.Tests.Mail;

public sealed class when_mails_are_read
{
    internal const string Reported = """
        Received: from mx.example.net
        Message-ID:
         <x1@mail.example.net>
        X-MS-Exchange-Organization-Network-Message-Id: 1f0c9a77-4be2-4c0e-9a55-0d2f7a6b1c11
        X-Forefront-Antispam-Report: CIP:203.0.113.8;CTRY:;LANG:en
        From: =?utf-8?B?QnVjaGhhbHR1bmcgWsO8cmljaA==?= <billing@example.net>
        To: "Bauer, M." <m.bauer@example.org>, second@example.org
        Subject: =?utf-8?Q?Rechnung_4402_?= =?utf-8?Q?=E2=82=AC?=
        Date: Fri, 20 Nov 2026 06:58:40 +0000
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b 1"

        --b 1
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <a href=3D"https://pay.example.net/a?b=3D1&amp;c=3D2">pay=
        </a>
        --b 1
        Content-Type: application/pdf; name="a.pdf"
        Content-Disposition: attachment; filename*=utf-8''Rechnung%20%C3%BC.pdf
        Content-Transfer-Encoding: base64

        aGVs
        bG8=
        --b 1--
        """;

    [Fact]
    public void a_mime_mail_says_who_wrote_what_to_whom()
    {
        var mail = MailFile.Read(Encoding.UTF8.GetBytes(Reported.ReplaceLineEndings("\r\n")));
        Assert.Equal("Rechnung 4402 €", mail.Subject);
        Assert.Equal(("Buchhaltung Zürich", "billing@example.net"), (mail.SenderName, mail.SenderAddress));
        Assert.Equal(["m.bauer@example.org", "second@example.org"], mail.Recipients);
        Assert.Equal(("x1@mail.example.net", "1f0c9a77-4be2-4c0e-9a55-0d2f7a6b1c11", "203.0.113.8"), (mail.MessageId, mail.NetworkMessageId, mail.SenderIp));
        Assert.Equal(["https://pay.example.net/a?b=1&c=2"], mail.Urls);
        var file = Assert.Single(mail.Attachments);
        Assert.Equal(("Rechnung ü.pdf", 5, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"), (file.Name, file.Size, file.Sha256));
    }

    [Fact]
    public void an_outlook_file_says_the_same()
    {
        var mail = MailFile.Read(OutlookFile.Write(
            "Rechnung €", "Billing", "billing@example.net", ["m.bauer@example.org", "b@example.org"], "<x1@mail.example.net>", "See https://pay.example.net/x.",
            [("a.pdf", "application/pdf", Encoding.UTF8.GetBytes("hello")), ("large.bin", "application/octet-stream", new byte[10_000])]));
        Assert.Equal(("Rechnung €", "Billing", "billing@example.net", "x1@mail.example.net"), (mail.Subject, mail.SenderName, mail.SenderAddress, mail.MessageId));
        Assert.Equal(["m.bauer@example.org", "b@example.org"], mail.Recipients);
        Assert.Equal(["https://pay.example.net/x"], mail.Urls);
        Assert.Equal([("a.pdf", 5), ("large.bin", 10_000)], mail.Attachments.Select(a => (a.Name, a.Size)));
        Assert.Equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", mail.Attachments[0].Sha256);
    }

    [Fact]
    public void a_file_that_is_no_mail_says_so() => Assert.NotEmpty(MailFile.Read("hello"u8.ToArray()).Warnings);

    [Fact]
    public void whatever_the_bytes_there_is_an_answer()
    {
        var mime = Encoding.UTF8.GetBytes(Reported);
        var outlook = OutlookFile.Write("s", "n", "a@example.org", ["b@example.org"], "<1@x>", "text", [("f", "t", new byte[5_000])]);
        Property.Holds(400, random =>
        {
            var bytes = (random.Next(2) == 0 ? mime : outlook).ToArray();
            for (var i = 0; i < random.Next(1, 40); i++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var cut = bytes[..random.Next(bytes.Length + 1)];
            return MailFile.Read(cut).Urls.Count <= 50 && MailFile.Read(bytes).Attachments.Count <= 100;
        });
    }
}
