using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Entities;
using Dropzone.Ledger.Domain.Mapping;

namespace Dropzone.Ledger.Domain.Tests.Entities;

public sealed class when_entities_are_keyed
{
    [Fact]
    public void every_kind_of_graph_evidence_gives_its_keys()
    {
        var mapped = DefenderAlertMapper.Map(Encoding.UTF8.GetBytes("""
            {"id":"a1","evidence":[
             {"@odata.type":"#microsoft.graph.security.deviceEvidence","deviceDnsName":"NB-0417.example.org","mdeDeviceId":"0A1B","lastIpAddress":"10.20.30.40","loggedOnUsers":[{"accountName":"mbauer","domainName":"EXAMPLE"}]},
             {"@odata.type":"#microsoft.graph.security.userEvidence","userAccount":{"userPrincipalName":"M.Bauer@example.org","accountName":"mbauer","domainName":"EXAMPLE","userSid":"S-1-5-21"}},
             {"@odata.type":"#microsoft.graph.security.analyzedMessageEvidence","internetMessageId":"<X1@mail.example.net>","networkMessageId":"1F0C","senderIp":"2001:DB8:0:0::8",
              "recipientEmailAddress":"M.Bauer@example.org","p2Sender":{"emailAddress":"Billing@example.net"},"urls":["https://Pay.Example.net/A","https://b.example.net/"]},
             {"@odata.type":"#microsoft.graph.security.mailboxEvidence","primaryAddress":"m.bauer@example.org"},
             {"@odata.type":"#microsoft.graph.security.fileEvidence","fileDetails":{"fileName":"A.exe","sha256":"ABCD","sha1":"EF"}},
             {"@odata.type":"#microsoft.graph.security.processEvidence","processId":7,"imageFile":{"fileName":"a.exe","sha256":"abcd"}},
             {"@odata.type":"#microsoft.graph.security.ipEvidence","ipAddress":"203.0.113.8"},
             {"@odata.type":"#microsoft.graph.security.urlEvidence","url":"HTTPS://pay.example.net/A"},
             {"@odata.type":"#microsoft.graph.security.someNewEvidence","hostName":"nb-0417"}]}
            """));
        Assert.Equal(
            [
                "device:0a1b", "device:nb-0417", "device:nb-0417.example.org", "file:a.exe", "hash:abcd", "hash:ef", "ip:10.20.30.40", "ip:2001:db8::8", "ip:203.0.113.8",
                "mail:1f0c", "mail:x1@mail.example.net", "mailbox:m.bauer@example.org", "sender:billing@example.net",
                "url:https://b.example.net/", "url:https://pay.example.net/A", @"user:example\mbauer", "user:m.bauer@example.org", "user:s-1-5-21",
            ],
            EntityKeys.Of(mapped.Entities).Select(key => $"{key.Type}:{key.Value}"));
    }

    [Fact]
    public void sentinel_spells_them_its_own_way()
    {
        var entities = new AlertEntities(
        [
            new AlertEntity("user", "mbauer", new Dictionary<string, string> { ["Name"] = "mbauer", ["NTDomain"] = "EXAMPLE", ["AadUserId"] = "C0FFEE" }),
            new AlertEntity("ip", "203.0.113.8", new Dictionary<string, string> { ["Address"] = "::ffff:203.0.113.8" }),
            new AlertEntity("fileHash", "x", new Dictionary<string, string> { ["Algorithm"] = "SHA256", ["Value"] = "ABCD" }),
            new AlertEntity("file", "a.exe", new Dictionary<string, string> { ["Name"] = "A.exe", ["FileHashes[0].Value"] = "EF" }),
            new AlertEntity("comment", "someone", new Dictionary<string, string> { ["url"] = "https://comment.example.org" }),
        ]);
        Assert.Equal(
            ["file:a.exe", "hash:abcd", "hash:ef", "ip:203.0.113.8", "user:c0ffee", @"user:example\mbauer"],
            EntityKeys.Of(entities).Select(key => $"{key.Type}:{key.Value}"));
    }

    [Fact]
    public void what_a_person_types_finds_the_same_key()
    {
        Assert.Equal(new EntityKey("ip", "2001:db8::8"), EntityKeys.Key("ip", " 2001:0DB8::0:8 "));
        Assert.Equal(new EntityKey("mail", "x1@mail.example.net"), EntityKeys.Key("mail", "<X1@mail.example.net>"));
        Assert.Null(EntityKeys.Key("ip", "no address"));
        Assert.Null(EntityKeys.Key("user", " "));
    }
}
