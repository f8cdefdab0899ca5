namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_serving_recorded_data : IDisposable
{
    private const string Alert = """{ "id": "da100_1", "title":"Recorded",  "lastUpdateDateTime":"2021-05-02T14:19:01.3266667Z", "createdDateTime":"2021-04-27T12:19:27.7Z", "odd": 1.50 }""";

    private readonly string folder = Directory.CreateTempSubdirectory("recorded-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task records_keep_their_bytes_and_rows_get_todays_columns()
    {
        Write("manifest.json", """
            [{"file":"alerts.json","resource":"graphAlerts"},{"file":"incident.json","resource":"armIncidents"},
             {"file":"rows.json","resource":"securityAlertRows"},{"file":"mails.json","resource":"emailThreats"}]
            """);
        Write("alerts.json", $$"""{"value":[{{Alert}}]}""");
        Write("incident.json", """{ "name":"77", "etag":"\"e\"", "type":"Microsoft.SecurityInsights/Incidents", "properties":{"title":"Old","severity":"Low","status":"New","createdTimeUtc":"2022-06-02T09:52:00Z","lastModifiedTimeUtc":"2022-06-02T09:52:00Z","incidentNumber":1020,"labels":[]} }""");
        Write("mails.json", """{"value":[{"id":"m1","createdDateTime":"2021-10-10T03:30:18Z","status":"succeeded"}]}""");
        Write("rows.json", """
            [{"":"0","StartTimeUtc":"2019-01-11 06:31:40","EndTimeUtc":"2019-01-12 06:31:40","ProviderAlertId":"p1","SystemAlertId":"s1","AlertDisplayName":"Group changed",
              "AlertName":"Group changed","Severity":"Low","IsIncident":"False","TimeGenerated":"2019-01-12 06:41:44","OldColumn":"kept","Entities":"[]"},
             {"SystemAlertId":"s2","AlertName":"Second","Severity":"High","TimeGenerated":"2019-01-13 06:41:44"}]
            """);
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new() { DataDirectory = folder }, CancellationToken.None);
        using var client = new CloudClient(cloud);

        Answer page = await client.GraphAsync("/v1.0/security/alerts_v2?$filter=lastUpdateDateTime ge 2021-05-02T14:19:01.3266667Z and lastUpdateDateTime le 2021-05-02T14:19:01.3266667Z");
        Assert.Contains(Alert, page.Text, StringComparison.Ordinal);
        Assert.Equal("m1", (await client.GraphAsync("/beta/security/threatSubmission/emailThreats")).Value[0].GetProperty("id").GetString());

        Answer row = await client.QueryAsync("SecurityAlert | where SystemAlertId == 's1' | project StartTime, VendorOriginalId, DisplayName, AlertSeverity, OldColumn, TimeGenerated, IsIncident");
        Assert.Equal("""["2019-01-11T06:31:40Z","p1","Group changed","Low","kept","2019-01-12T06:41:44Z",false]""", row.Rows[0].GetRawText());

        Answer fresh = await client.QueryAsync("SecurityIncident | where ingestion_time() > ago(5m) | sort by LastModifiedTime asc | project Title, LastModifiedTime, tostring(AlertIds)");
        Assert.Equal(
            ["""["Group changed","2019-01-12T06:41:44Z","[\u0022s1\u0022]"]""", """["Second","2019-01-13T06:41:44Z","[\u0022s2\u0022]"]""", """["Old","2022-06-02T09:52:00Z","[]"]"""],
            fresh.Rows.Select(item => item.GetRawText().Replace("\\\"", "\\u0022", StringComparison.Ordinal)));
        Answer arm = await client.ArmAsync(HttpMethod.Get, client.Incidents);
        Assert.Equal(3, arm.Value.Count);
        Assert.Contains("""{ "name":"77", "etag":"\"e\"",""", arm.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_bad_manifest_is_refused_by_name()
    {
        Task Start() => SimulatedCloud.StartAsync(new() { DataDirectory = folder }, CancellationToken.None);
        Assert.Contains("manifest.json", (await Assert.ThrowsAsync<InvalidDataException>(Start)).Message, StringComparison.Ordinal);
        Write("manifest.json", """[{"file":"../outside.json","resource":"graphAlerts"}]""");
        Assert.Contains("outside", (await Assert.ThrowsAsync<InvalidDataException>(Start)).Message, StringComparison.Ordinal);
        Write("a.json", "[]");
        Write("manifest.json", """[{"file":"a.json","resource":"unheardOf"}]""");
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new() { StateDirectory = folder, InitialHistory = 0, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        string first = cloud.CertificateAuthority.Thumbprint;
        await using SimulatedCloud again = await SimulatedCloud.StartAsync(new() { StateDirectory = folder, InitialHistory = 0, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        Assert.Equal(first, again.CertificateAuthority.Thumbprint);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
