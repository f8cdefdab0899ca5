using Dropzone.Ledger.Api.Cli.Terminal;

namespace Dropzone.Ledger.Api.Tests.Cli;

public sealed class when_text_of_an_alert_goes_to_a_terminal
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m")]
    [InlineData("line\r\nfeed\ttab", "line\\u{d}\\u{a}feed\\u{9}tab")]
    [InlineData("\u009b2J", "\\u{9b}2J")]
    [InlineData("gpj\u202egnp.exe", "gpj\\u{202e}gnp.exe")]
    [InlineData("zero\u200bwidth \u2066isolate\u2069", "zero\\u{200b}width \\u{2066}isolate\\u{2069}")]
    [InlineData("a\u2028b", "a\\u{2028}b")]
    public void what_a_terminal_would_obey_is_spelt_out(string raw, string safe) => Assert.Equal(safe, SafeText.Of(raw));

    [Theory]
    [InlineData("Ärger im Büro · 漏洞 🛡")]
    [InlineData("plain text, with punctuation: <>&'\"")]
    public void what_is_harmless_stays(string text) => Assert.Equal(text, SafeText.Of(text));

    [Fact]
    public void an_unpaired_surrogate_is_spelt_out() => Assert.Equal("x\\u{d83d}y", SafeText.Of("x" + (char)0xd83d + "y"));

    [Fact]
    public void a_long_text_is_cut_with_an_ellipsis() => Assert.Equal("abcd…", SafeText.Cut("abcdefgh", 5));
}
