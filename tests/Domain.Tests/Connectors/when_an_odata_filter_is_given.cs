using Dropzone.Ledger.Domain.Connectors.OData;

namespace Dropzone.Ledger.Domain.Tests.Connectors;

public sealed class when_an_odata_filter_is_given
{
    [Theory]
    [InlineData("isRead")]
    [InlineData("not isRead")]
    [InlineData("isRead eq false")]
    [InlineData("(isRead eq false) and not (importance eq 'high' or importance eq 'low')")]
    [InlineData("contains(subject, 'Phishing: it''s')")]
    [InlineData("startswith(tolower(subject),'junk') eq true")]
    [InlineData("receivedDateTime ge 2026-11-20T00:00:00Z and receivedDateTime lt 2026-11-21T00:00:00.123+01:00")]
    [InlineData("from/emailAddress/address in ('a@example.org','b@example.org')")]
    [InlineData("toRecipients/any(r:r/emailAddress/address eq 'phish@example.org')")]
    [InlineData("categories/all(c: c ne 'done') and attachments/any()")]
    [InlineData("length(subject) gt -1 and flag/flagStatus ne null")]
    public void a_condition_is_taken(string filter) => Assert.Null(ODataFilter.Problem(filter));

    [Theory]
    [InlineData("", 0)]
    [InlineData("isRead eq", 9)]
    [InlineData("subject eq 'open", 11)]
    [InlineData("isRead eq true)", 14)]
    [InlineData("true) or (true", 4)]
    [InlineData("(isRead eq true", 15)]
    [InlineData("isRead eq true isRead", 15)]
    [InlineData("'text'", 0)]
    [InlineData("null", 0)]
    [InlineData("isRead eq true and 'text'", 19)]
    [InlineData("sleep(5)", 0)]
    [InlineData("contains(subject)", 8)]
    [InlineData("subject eq \"x\"", 11)]
    [InlineData("a eq 1; b", 6)]
    [InlineData("isRead eq true&$top=1", 14)]
    [InlineData("receivedDateTime ge 2026-99-99T00:00:00Z", 20)]
    [InlineData("and", 0)]
    public void anything_else_is_refused_where_it_goes_wrong(string filter, int at) => Assert.Equal(at, ODataFilter.Problem(filter)?.At);

    [Fact]
    public void nesting_has_an_end()
    {
        Assert.Null(ODataFilter.Problem(new string('(', 20) + "isRead" + new string(')', 20)));
        Assert.NotNull(ODataFilter.Problem(new string('(', 900) + "isRead" + new string(')', 900)));
        Assert.NotNull(ODataFilter.Problem(string.Concat(Enumerable.Repeat("not ", 300)) + "isRead"));
        Assert.NotNull(ODataFilter.Problem($"subject eq '{new string('x', ODataFilter.Longest)}'"));
    }

    [Fact]
    public void a_filter_stands_in_parentheses_beside_ours() =>
        Assert.Equal("receivedDateTime ge 1 and (isRead or true)", ODataFilter.Beside("receivedDateTime ge 1", "isRead or true"));

    /// <summary>Whatever is taken closes every parenthesis and quote that it opens, and never one of ours.</summary>
    [Fact]
    public void what_is_taken_is_balanced_whatever_was_typed()
    {
        var pieces = new[] { "(", ")", "'", "''", " ", "and", " or ", "not ", "isRead", "eq", "1", "contains", ",", "/", "any", ":", "r", "true", "null", "'x'" };
        Property.Holds(2_000, random =>
        {
            var filter = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            return ODataFilter.Problem(filter) is not null || IsBalanced(filter);
        });
    }

    private static bool IsBalanced(string filter)
    {
        var (depth, open) = (0, false);
        foreach (var c in filter)
        {
            open ^= c == '\'';
            depth += open ? 0 : c switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0)
            {
                return false;
            }
        }

        return depth == 0 && !open;
    }
}
