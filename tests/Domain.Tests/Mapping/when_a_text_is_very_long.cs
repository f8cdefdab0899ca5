using System.Text.Json;
using Dropzone.Ledger.Domain.Mapping;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_a_text_is_very_long
{
    [Fact]
    public void the_fact_is_cut_with_a_warning_and_the_identity_is_not()
    {
        var id = new string('i', 30_000);
        var record = JsonSerializer.SerializeToUtf8Bytes(new { id, title = "t", severity = "low", status = "new", description = new string('d', 100_000) });
        var mapped = DefenderAlertMapper.Map(record);
        Assert.Equal(id, mapped.SourceId);
        Assert.Equal(16_384, mapped.Facts.Description!.Length);
        Assert.Contains(mapped.Warnings, w => w.Contains("description", StringComparison.Ordinal) && w.Contains("cut", StringComparison.Ordinal));
    }
}
