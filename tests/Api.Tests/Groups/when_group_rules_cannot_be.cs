using System.Net;
using System.Text;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Groups;

/// <summary>Both the preview and the change refuse what cannot be, by field and with what to write instead; nothing is stored.</summary>
[Collection(LedgerCollection.Name)]
public sealed class when_group_rules_cannot_be(SharedLedger shared)
{
    [Theory]
    [InlineData("""{"rules":[{"id":"a","kind":"same-facts","facts":["user"]}]}""", "rules[0].facts", "Use some of internetMessageId")]
    [InlineData("""{"rules":[{"id":"a","kind":"same-facts","facts":[]}]}""", "rules[0].facts", "Name some of")]
    [InlineData("""{"rules":[{"id":"a","kind":"same-facts"}]}""", "rules[0].facts", "Name some of")]
    [InlineData("""{"rules":[{"id":"a","kind":"same-facts","facts":["title"],"window":"-PT1H"}]}""", "rules[0].window", "such as PT1H")]
    [InlineData("""{"rules":[{"id":"a","kind":"same-facts","facts":["title"],"window":"PT0S"}]}""", "rules[0].window", "such as PT1H")]
    [InlineData("""{"rules":[{"id":"a","kind":"same-facts","facts":["title"],"window":"an hour"}]}""", "rules[0].window", "")]
    [InlineData("""{"rules":[{"id":"a","kind":"same-facts","facts":["title"],"windw":"PT1H"}]}""", "rules[0].windw", "check its spelling")]
    [InlineData("""{"rules":[{"id":"a","kind":"guess"}]}""", "rules[0].kind", "Use alert-of-sentinel-incident")]
    [InlineData("""{"rules":[{"id":"a","kind":"alert-of-sentinel-incident","window":"PT1H"}]}""", "rules[0]", "Leave both out")]
    [InlineData("""{"rules":[{"id":"A rule","kind":"alert-of-sentinel-incident"}]}""", "rules[0].id", "lower-case letters")]
    [InlineData("""{"rules":[{"id":"a","kind":"alert-of-sentinel-incident"},{"id":"a","kind":"alert-of-sentinel-incident"}]}""", "rules[1].id", "an id of its own")]
    [InlineData("""{"rules":[{"kind":"alert-of-sentinel-incident"}]}""", "rules[0]", "")]
    [InlineData("""{"rules":[null]}""", "rules[0]", "Leave it out")]
    [InlineData("""{"rules":[{"id":"a","kind":"same-facts","facts":[null]}]}""", "rules[0].facts", "Use some of")]
    [InlineData("""{"rules":[{"id":"a","kind":null}]}""", "rules[0]", "")]
    [InlineData("""{"rules":null}""", "rules", "")]
    [InlineData("""{}""", "$", "")]
    [InlineData("""{"rules":[""", "$", "")]
    public async Task a_preview_and_a_change_are_refused_by_field(string body, string field, string remedy)
    {
        var client = await shared.Ledger.ClientAsync(Role.Engineer);
        using var before = await client.GetAsync("/api/v1/group-rules");
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "/api/v1/group-rules/preview"), (HttpMethod.Put, "/api/v1/group-rules")])
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("If-Match", before.Headers.ETag!.Tag);
            using var answer = await client.SendAsync(request);
            var error = (await answer.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request")).GetProperty("errors")[0];
            Assert.StartsWith(field, error.GetProperty("field").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(error.GetProperty("message").GetString()!);
            if (remedy.Length > 0)
            {
                Assert.Contains(remedy, error.GetProperty("remedy").GetString(), StringComparison.Ordinal);
            }
        }

        using var after = await client.GetAsync("/api/v1/group-rules");
        Assert.Equal(before.Headers.ETag!.Tag, after.Headers.ETag!.Tag);
    }
}
