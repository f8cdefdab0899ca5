namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_keys_are_filtered
{
    [Theory]
    [InlineData(0, 200_000)]
    [InlineData(50_000, 100_000)]
    [InlineData(300_000, 300_000)]
    public void none_that_was_added_is_denied_and_few_others_are_affirmed(int madeFor, int keys)
    {
        var filter = new KeyFilter(madeFor);
        for (var n = 0; n < keys; n++)
        {
            filter.Add($"defender-incident:{n}");
        }

        Assert.All(Enumerable.Range(0, keys), n => Assert.True(filter.MayHave($"defender-incident:{n}")));
        var affirmed = Enumerable.Range(0, 100_000).Count(n => filter.MayHave($"vendor-alert:{n}"));
        Assert.InRange(affirmed, 0, keys <= 2 * Math.Max(madeFor, 32_768) ? 2_000 : 90_000);
    }
}
