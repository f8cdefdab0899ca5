using System.Text;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Tests.Streams;

public sealed class when_ids_are_made
{
    [Fact]
    public void they_are_version_5_as_the_rfc_has_it() => Assert.Equal(
        new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), NameBasedGuid.OfName(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"u8));

    [Fact]
    public void they_never_change()
    {
        Assert.Equal(new Guid("963dc083-4bb2-5a4d-833a-2715f154ad74"), EventIds.AlertIngested("alert/m365/defender-alert/a1"));
        Assert.NotEqual(EventIds.AlertRevised("s", "k"), EventIds.AlertRevised("s", "k", 2));
        Assert.NotEqual(NameBasedGuid.Of(EventIds.Namespace, "ab", "c"), NameBasedGuid.Of(EventIds.Namespace, "a", "bc"));
        Assert.NotEqual(EventIds.TicketSyncRequested(Guid.Empty, new TicketReference("a", "b", "c")), EventIds.Outcome(Guid.Empty));
    }

    [Fact]
    public void a_stream_of_an_alert_reads_back()
    {
        var stream = StreamId.Alert("m365", "defender-alert", "a/b/c");
        Assert.Equal("alert/m365/defender-alert/a/b/c", stream);
        Assert.Equal(new AlertStream("m365", "defender-alert", "a/b/c"), StreamId.ParseAlert(stream));
        Assert.Null(StreamId.ParseAlert(StreamId.Connector("m365")));
        Assert.Equal("m365", StreamId.ParseConnector(StreamId.Connector("m365")));
    }

    [Fact]
    public void a_long_id_is_hashed_and_stays_distinct()
    {
        var (one, other) = (StreamId.Alert("m365", "defender-alert", new string('é', 2_000)), StreamId.Alert("m365", "defender-alert", new string('é', 2_001)));
        Assert.NotEqual(one, other);
        Assert.True(Encoding.UTF8.GetByteCount(one) <= StreamId.LongestBytes);
        Assert.Equal(new AlertStream("m365", "defender-alert", null), StreamId.ParseAlert(one));
    }
}
