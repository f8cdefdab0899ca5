using System.Text;
using Dropzone.Ledger.Domain.Mapping;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_an_incident_of_the_resource_manager_is_read
{
    private const string Incident =
        """
        {"name":"inc-1","etag":"\"9c\"","properties":{"title":"Collection","severity":"medium","status":"Closed","classification":"Undetermined","incidentNumber":812,
         "providerName":"Microsoft XDR","providerIncidentId":"4711","owner":{"assignedTo":"kim@example.org"},"labels":[{"labelName":"Redirected","labelType":"AutoAssigned"}],
         "createdTimeUtc":"2026-05-01T10:00:00Z","lastModifiedTimeUtc":"2026-05-02T10:00:00.98Z","additionalData":{"alertProductNames":["P1"],"tactics":["Collection"],"techniques":["T1560"],"commentsCount":2}}}
        """;

    private const string Alerts =
        """{"value":[{"kind":"SecurityAlert","properties":{"systemAlertId":"s-1","alertDisplayName":"Tool run","severity":"High","vendorName":"Microsoft","productName":"P2","providerAlertId":"ff01","alertLink":"https://security.example/alerts/daff01?tid=1","tactics":["Execution"]}}]}""";

    private const string Entities =
        """{"entities":[{"kind":"Account","properties":{"accountName":"kim","upnSuffix":"example.org"}},{"kind":"MailMessage","properties":{"subject":"Invoice","internetMessageId":"<1@x>","recipient":"kim@example.org"}}],"metaData":[]}""";

    [Fact]
    public void it_is_the_same_item_with_the_same_facts_as_the_row_of_the_table()
    {
        var record = ArmIncidentMapper.Map(Parts(Alerts, Entities), "law-soc");
        Assert.Equal(("inc-1", "2026-05-02T10:00:00.98Z"), (record.SourceId, record.Version.ModifiedAt));
        Assert.Equal(("Collection", "Medium", "Closed", "812", "4711", "law-soc", "kim@example.org"), (record.Facts.Title, record.Facts.Severity, record.Facts.Status, record.Facts.IncidentNumber, record.Facts.ProviderIncidentId, record.Facts.Workspace, record.Facts.AssignedTo));
        Assert.Equal(["Collection", "Execution"], record.Facts.Categories);
        Assert.Equal(["daff01", "ff01"], Assert.Single(record.Facts.Alerts).VendorAlertIds);
        Assert.Equal(["user kim@example.org", "mail Invoice"], record.Entities.Items.Select(entity => $"{entity.Kind} {entity.Name}"));
    }

    [Fact]
    public void its_version_does_not_depend_on_the_parts_that_are_asked_for_afterwards() =>
        Assert.Equal(ArmIncidentMapper.Map(Parts(), "w").Version, ArmIncidentMapper.Map(Parts(Alerts, Entities), "w").Version);

    [Fact]
    public void the_incident_that_took_it_over_makes_another_version_and_its_absence_a_warning()
    {
        var known = ArmIncidentMapper.Map(Parts() with { RedirectedTo = "inc-2" }, "w");
        Assert.Equal(("inc-2", "inc-2"), (known.RedirectedTo, known.Facts.RedirectedTo));
        Assert.Empty(known.Warnings);
        var unknown = ArmIncidentMapper.Map(Parts(), "w");
        Assert.NotEqual(known.Version.Key, unknown.Version.Key);
        Assert.Contains(unknown.Warnings, warning => warning.Contains("not known yet", StringComparison.Ordinal));
    }

    [Fact]
    public void anything_at_all_is_read() => Property.Holds(100, random =>
    {
        var bytes = new byte[random.Next(80)];
        random.NextBytes(bytes);
        var record = ArmIncidentMapper.Map(new ArmIncidentParts(bytes, bytes, bytes), "w");
        return record.SourceId.Length > 0 && record.Warnings.Count > 0;
    });

    private static ArmIncidentParts Parts(string? alerts = null, string? entities = null) =>
        new(Encoding.UTF8.GetBytes(Incident), Bytes(alerts), Bytes(entities));

    private static ReadOnlyMemory<byte>? Bytes(string? text) => text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);
}
