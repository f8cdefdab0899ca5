using Dropzone.Ledger.Api.Alerts;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Tests.Alerts;

public sealed class SafeLinkTests
{
    private static readonly SafeLinks Links = new(new EndpointDirectory([]));

    private static readonly string[] Pieces =
    [
        "https://", "HTTPS://", "http://", "security.microsoft.com", "portal.azure.com", "SECURITY.microsoft.com", "evil.example", "@", ":443", ":80", "/", "//", "/.", "/..",
        "/../", "\\", "?", "#", "&", "=", "%2e", "%", " ", "é", "\u202e", "\0", "a", "Z9", "-", "_", "~", ".", ",", ";", "'", "\"", "<", ">", "|", "[", "]", "{", "}", "+", "!", "$", "*", "(",
    ];

    [Theory]
    [InlineData("https://security.microsoft.com/alerts/da1_2?tid=4#now")]
    [InlineData("https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident/subscriptions/1")]
    public void a_link_to_a_portal_stays_as_it_is(string url)
    {
        Assert.Equal(url, Links.Follow(url));
        Assert.Null(Links.Defang(url));
    }

    [Fact]
    public void a_text_that_breaks_the_parser_is_made_unclickable()
    {
        Assert.Null(Links.Follow("//\u202e"));
        Assert.Equal("//\u202e", Links.Defang("//\u202e"));
    }

    [Fact]
    public void whatever_is_not_parsed_is_what_parsing_would_give()
    {
        var random = new Random(20261121);
        var followed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var start = random.Next(2) == 0 ? "https://security.microsoft.com/" : "";
            var url = start + string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var parsed = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(url, UriKind.Absolute, out var link) && link is { Scheme: "https", UserInfo: "" }
                && link.Host is "security.microsoft.com" or "portal.azure.com" ? link.AbsoluteUri : null;
            Assert.Equal(parsed, Links.Follow(url));
            followed += parsed is null ? 0 : 1;
        }

        Assert.InRange(followed, 1_000, 19_000);
    }
}
