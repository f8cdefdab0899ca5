using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.EventStore.Tests.EmbeddedPostgres;

public sealed class when_a_server_is_given_memory
{
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData(1, "256MB")]
    [InlineData(16, "1024MB")]
    [InlineData(512, "2048MB")]
    public void a_sixteenth_of_the_machine_keeps_pages_within_bounds(long gigabytes, string buffers) =>
        Assert.Equal(buffers, ServerSettings.SharedBuffers(gigabytes * Gigabyte));
}
