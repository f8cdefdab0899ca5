using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_anything_at_all_is_read
{
    private static readonly string[] Fragments =
    [
        "null", "1", "-0.5e9", "true", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\u00ff\"", "{\"\u00ff\":1}", "[]", "{}", "[[[]]]", "{\"\\ud800\":1}", "\"2026\"", "[null,1,\"x\",{}]", "{\"$ref\":\"2\"}", ",", "\"", "\u00ff",
        "\"[{\\\"$id\\\":\\\"2\\\",\\\"Type\\\":\\\"host\\\",\\\"a\\\":{\\\"$ref\\\":\\\"2\\\"}}]\"",
    ];

    [Fact]
    public void mutated_records_are_read_and_can_be_stored() => Property.Holds(1_500, random =>
    {
        var alert = Mutate(random, Encoding.UTF8.GetBytes(when_a_graph_alert_is_read.Alert));
        var incident = SentinelFixture.Incident();
        var row = SentinelFixture.AlertRow(SentinelFixture.Alert("s-1"));
        return IsWhole(DefenderAlertMapper.Map(alert))
            && IsWhole(DefenderIncidentMapper.Map(alert))
            && IsWhole(SentinelIncidentMapper.Map(
                new SentinelIncidentRow(Mutate(random, SentinelFixture.Columns(incident)), Mutate(random, SentinelFixture.Row(incident))),
                [row with { Row = Mutate(random, row.Row) }, row with { Row = alert }],
                "w"));
    });

    [Fact]
    public void random_bytes_are_read() => Property.Holds(300, random =>
    {
        var bytes = new byte[random.Next(64)];
        random.NextBytes(bytes);
        return IsWhole(DefenderAlertMapper.Map(bytes)) && IsWhole(DefenderIncidentMapper.Map(bytes))
            && IsWhole(SentinelIncidentMapper.Map(new SentinelIncidentRow(bytes, bytes), [new SentinelAlertRow(bytes, bytes)], "w"))
            && SettingsDocument.Read(bytes) is SettingsReading.Invalid;
    });

    [Fact]
    public void a_record_broken_everywhere_warns_in_a_few_lines()
    {
        var record = DefenderAlertMapper.Map(Encoding.UTF8.GetBytes($$"""{"evidence":[{{string.Join(',', Enumerable.Repeat("1", 10_000))}}]}"""));
        Assert.InRange(record.Warnings.Count, 1, 60);
        Assert.EndsWith("more", record.Warnings[^1], StringComparison.Ordinal);
    }

    private static ReadOnlyMemory<byte> Mutate(Random random, ReadOnlyMemory<byte> source)
    {
        var text = Encoding.Latin1.GetString(source.Span);
        for (var i = random.Next(4); i > 0; i--)
        {
            // Replacing a whole value keeps most documents readable, so that the depths are reached.
            var from = text.IndexOfAny([':', ',', '['], random.Next(text.Length)) + 1;
            var to = from + Math.Max(0, text.AsSpan(from).IndexOfAny(',', '}', ']'));
            text = string.Concat(text.AsSpan(0, from), Fragments[random.Next(Fragments.Length)], text.AsSpan(to));
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private static bool IsWhole(MappedRecord record)
    {
        var observation = new Observation
        {
            Connector = "c", Kind = "k", SourceId = record.SourceId, Version = record.Version, Facts = record.Facts, Mapper = 1, Origin = Origin.Live,
            ObservedAt = DateTimeOffset.UnixEpoch, Warnings = record.Warnings,
        };
        var e = AlertDecider.Observe(null, observation, Alerts.Given.All, 1)[0];
        return record.SourceId.Length > 0 && record.Facts.Title.Length > 0 && EventCodec.Encode(e).Data.Length > 0
            && System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(record.Entities, LedgerJson.Options).Length > 0;
    }
}
