using Dropzone.Ledger.Domain.Alerts;
using static Dropzone.Ledger.Domain.Tests.Mapping.SentinelFixture;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

/// <summary>Sentinel's entities in the shape that Graph's evidence has.</summary>
public sealed class when_sentinel_entities_are_read
{
    [Fact]
    public void users_and_devices_get_graph_s_names()
    {
        var user = Read("""[{"$id":"3","Name":"kim","UPNSuffix":"example.org","NTDomain":"EXAMPLE","AadUserId":"c0","Sid":"S-1","Type":"account"}]""");
        Assert.Equal(("user", "kim@example.org"), (user.Kind, user.Name));
        Has(user, ("userAccount.accountName", "kim"), ("userAccount.domainName", "EXAMPLE"), ("userAccount.azureAdUserId", "c0"), ("userAccount.userSid", "S-1"), ("userAccount.userPrincipalName", "kim@example.org"));
        var device = Read("""[{"HostName":"nb-1","DnsDomain":"example.org","OSFamily":"Windows","MdatpDeviceId":"0a1b","Type":"host"}]""");
        Assert.Equal(("device", "nb-1.example.org"), (device.Kind, device.Name));
        Has(device, ("hostName", "nb-1"), ("osPlatform", "Windows"), ("mdeDeviceId", "0a1b"));
    }

    [Fact]
    public void a_process_knows_its_image_its_hashes_and_its_user_through_references()
    {
        var process = Read(
            """
            [{"$id":"2","Algorithm":"SHA256","Value":"ff00","Type":"filehash"},
             {"$id":"3","Name":"a.exe","Directory":"C:\\Temp","FileHashes":[{"$ref":"2"}],"Type":"file"},
             {"$id":"4","Name":"kim","NTDomain":"EXAMPLE","Type":"account"},
             {"$id":"5","ProcessId":"884","CommandLine":"a.exe -x","ImageFile":{"$ref":"3"},"Account":{"$ref":"4"},"ParentProcess":{"$ref":"6"},"Type":"process"},
             {"$id":"6","ProcessId":"4","Type":"process"}]
            """, 3);
        Assert.Equal(("process", "a.exe"), (process.Kind, process.Name));
        Has(
            process, ("processId", "884"), ("processCommandLine", "a.exe -x"), ("imageFile.fileName", "a.exe"), ("imageFile.filePath", "C:\\Temp"), ("imageFile.sha256", "ff00"),
            ("userAccount.accountName", "kim"), ("parentProcessId", "4"));
    }

    [Fact]
    public void files_mails_mailboxes_addresses_and_urls_get_graph_s_names()
    {
        Has(Read("""[{"Name":"a.exe","Directory":"C:\\Temp","FileHashes":[{"Algorithm":"SHA1","Value":"aa"},{"Algorithm":"MD5","Value":"bb"}],"Type":"file"}]"""),
            ("fileDetails.fileName", "a.exe"), ("fileDetails.filePath", "C:\\Temp"), ("fileDetails.sha1", "aa"), ("fileDetails.md5", "bb"));
        Has(Read("""[{"Recipient":"kim@example.org","Sender":"x@example.net","P1Sender":"y@example.net","SenderIP":"203.0.113.8","Subject":"Invoice","InternetMessageId":"<1@x>","NetworkMessageId":"n1","ReceiveDate":"2026-05-01T00:00:00Z","Urls":["https://a.example","https://b.example"],"Type":"mailMessage"}]"""),
            ("recipientEmailAddress", "kim@example.org"), ("p2Sender.emailAddress", "x@example.net"), ("p1Sender.emailAddress", "y@example.net"), ("senderIp", "203.0.113.8"),
            ("subject", "Invoice"), ("internetMessageId", "<1@x>"), ("networkMessageId", "n1"), ("receivedDateTime", "2026-05-01T00:00:00Z"), ("urls", "https://a.example, https://b.example"));
        Has(Read("""[{"MailboxPrimaryAddress":"kim@example.org","Upn":"kim@example.org","DisplayName":"Kim","Type":"mailbox"}]"""), ("primaryAddress", "kim@example.org"), ("upn", "kim@example.org"), ("displayName", "Kim"));
        Has(Read("""[{"Address":"203.0.113.8","Location":{"CountryCode":"CH","City":"Bern"},"Type":"ip"}]"""), ("ipAddress", "203.0.113.8"), ("countryLetterCode", "CH"), ("location.city", "Bern"));
        Has(Read("""[{"Url":"https://a.example","Type":"url"}]"""), ("url", "https://a.example"));
    }

    [Fact]
    public void fields_without_a_name_in_graph_and_kinds_without_a_mapping_are_kept_as_they_are()
    {
        Has(Read("""[{"Name":"kim","IsDomainJoined":true,"Type":"account"}]"""), ("IsDomainJoined", "true"));
        var other = Read("""[{"ResourceId":"/subscriptions/x","Type":"azure-resource"}]""");
        Assert.Equal(("other", "/subscriptions/x"), (other.Kind, other.Name));
    }

    [Fact]
    public void references_in_a_circle_come_to_an_end()
    {
        var host = Read("""[{"$id":"2","HostName":"nb-1","Owner":{"$ref":"3"},"Type":"host"},{"$id":"3","Name":"kim","Host":{"$ref":"2"},"Type":"account"}]""");
        Has(host, ("Owner.Name", "kim"), ("Owner.Host.HostName", "nb-1"));
    }

    private static AlertEntity Read(string entities, int which = 0)
    {
        var alert = Alert("s-1");
        alert["Entities"] = entities;
        return Map(Incident(), alert).Entities.Items[which];
    }

    private static void Has(AlertEntity entity, params (string Name, string Value)[] properties) =>
        Assert.All(properties, property => Assert.Equal(property.Value, entity.Properties.GetValueOrDefault(property.Name)));
}
