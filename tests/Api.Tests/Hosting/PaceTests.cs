using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.TicketSync;
using Microsoft.Extensions.Configuration;

namespace Dropzone.Ledger.Api.Tests.Hosting;

public sealed class when_the_pace_is_configured : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ledger-pace-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void nothing_said_means_the_published_rates_and_the_usual_waits()
    {
        var options = Usable();
        Assert.Equal(new TicketSyncOptions(), options.TicketSync);
        Assert.Equal(new RequestLimits().Of(RequestLimits.ResourceManagerWrites), options.RequestLimits!.Of(RequestLimits.ResourceManagerWrites));
    }

    [Fact]
    public void every_rate_is_multiplied_and_every_wait_is_taken()
    {
        var options = Usable(
            ("Ledger:RequestScale", "0.5"), ("Ledger:TicketSync:Parallel", "4"), ("Ledger:TicketSync:FirstWait", "PT1S"),
            ("Ledger:TicketSync:LongestWait", "PT5M"), ("Ledger:TicketSync:ConflictWait", "PT0.05S"), ("Ledger:TicketSync:SweepEvery", "P1D"));
        Assert.Equal(
            new TicketSyncOptions
            {
                Parallel = 4,
                FirstWait = TimeSpan.FromSeconds(1),
                LongestWait = TimeSpan.FromMinutes(5),
                ConflictWait = TimeSpan.FromMilliseconds(50),
                SweepEvery = TimeSpan.FromDays(1),
            },
            options.TicketSync);
        Assert.Equal(294, options.RequestLimits!.Of(RequestLimits.ResourceManagerWrites).PerMinute);
    }

    [Theory]
    [InlineData("Ledger:RequestScale", "0", "Ledger__RequestScale")]
    [InlineData("Ledger:RequestScale", "0.009", "Ledger__RequestScale")]
    [InlineData("Ledger:RequestScale", "1001", "Ledger__RequestScale")]
    [InlineData("Ledger:RequestScale", "NaN", "Ledger__RequestScale")]
    [InlineData("Ledger:RequestScale", "half", "0.01 to 1000")]
    [InlineData("Ledger:TicketSync:Parallel", "0", "Ledger__TicketSync__Parallel")]
    [InlineData("Ledger:TicketSync:Parallel", "1001", "1 to 1000")]
    [InlineData("Ledger:TicketSync:FirstWait", "2 seconds", "Ledger__TicketSync__FirstWait")]
    [InlineData("Ledger:TicketSync:LongestWait", "PT0S", "Ledger__TicketSync__LongestWait")]
    [InlineData("Ledger:TicketSync:ConflictWait", "-PT1S", "Ledger__TicketSync__ConflictWait")]
    [InlineData("Ledger:TicketSync:SweepEvery", "P2D", "such as PT15M")]
    public void a_value_that_cannot_be_used_is_refused_by_its_name(string key, string value, string said)
    {
        var refused = Assert.IsType<ConfigurationReading.Refused>(Read((key, value)));
        Assert.Contains(said, refused.Reason, StringComparison.Ordinal);
    }

    private LedgerHostOptions Usable(params (string Key, string Value)[] given) => Assert.IsType<ConfigurationReading.Usable>(Read(given)).Options;

    private ConfigurationReading Read(params (string Key, string Value)[] given) => LedgerConfiguration.ForEmbeddedDatabase(
        new ConfigurationBuilder().AddInMemoryCollection(given.Select(static g => KeyValuePair.Create(g.Key, (string?)g.Value))).Build(),
        "Host=127.0.0.1",
        Path.Combine(folder, "data"));
}
