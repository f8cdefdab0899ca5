using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Tests.Serialization;

public sealed class when_json_is_made_canonical
{
    [Fact]
    public void it_is_rfc_8785()
    {
        // The sorting and escaping examples of RFC 8785, sections 3.2.2.2 and 3.2.3, without the fractions.
        Assert.Equal("""{"\n":"Newline","1":"One"}""", Canonical("""{ "1": "One", "\n": "Newline" }"""));
        Assert.Equal("{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}", Canonical("""{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}"""));
        Assert.Equal("{\"\\r\":1,\"1\":2,\"\u0080\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\ufb33\":7}", Canonical("""{"\u20ac":5,"\r":1,"\ufb33":7,"1":2,"\ud83d\ude00":6,"\u0080":3,"\u00f6":4}"""));
        Assert.Equal("[true,false,0,-7,9007199254740991,{},[]]", Canonical("[ true , false, -0, -7, 9007199254740991, { } , [ ] ]"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9007199254740992")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{")]
    public void what_readers_could_disagree_about_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Canonical(json));

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json)));
}
