using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Api.Tests.House;

/// <summary>The page offers every type of event to narrow the log by.</summary>
public sealed partial class EventNameTests
{
    [Fact]
    public void the_page_knows_every_type_of_event_and_no_other()
    {
        var offered = Alias().Matches(File.ReadAllText(Path.Combine(Repository.Source, "Web", "src", "ledger", "eventTypes.ts"))).Select(static match => match.Groups["alias"].Value);

        Assert.Equal(EventTypes.All.Select(static type => type.Alias).Order(StringComparer.Ordinal), offered.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("\"(?<alias>[a-z_]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alias();
}
