using System.IO.Compression;
using System.Text;
using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

[Collection("stub cloud")]
public sealed class when_graph_pages_are_read(StubCloud stub)
{
    private const string Alerts = "/graph/v1.0/security/alerts_v2";
    private const string Incidents = "/graph/v1.0/security/incidents";
    private static readonly AlertQuery Since = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, 123, TimeSpan.FromHours(2)));

    private readonly Scene scene = stub.NewScene();

    [Fact]
    public async Task Every_record_keeps_its_bytes()
    {
        string[] records =
        [
            """{"id":"a\u00e9\/b","title":"x\u0000y","n":1.50E+03 , "deep":{"a":[ [1,2],{"b":null} ]}}""",
            "{ \"id\"\t:\r\n \"\u007f\u00fc\U0001F600\" }",
            """{"id":1,"id":"twice"}""",
            "\"no object\"",
            "-12.0",
            "null",
        ];
        byte[] broken = [.. "{\"id\":\"bad "u8, 0xC3, 0x28, .. " utf\"}"u8];
        var prefix = "\uFEFF{\"@odata.context\":\"x\",\n \"value\" : [ " + string.Join(" ,\n\t", records) + " , ";
        byte[] body = [.. Encoding.UTF8.GetBytes(prefix), .. broken, .. " ] , \"more\":[[]] }\n"u8];
        scene.On(Alerts, new Reply(200, body, ("request-id", "r-1")));
        using var connection = scene.Connect();

        var page = (await connection.Graph.ListAlertsAsync(Since)).Value();

        Assert.Equal(records, page.Records.Take(records.Length).Select(r => Encoding.UTF8.GetString(r.Utf8.Span)));
        Assert.Equal(broken, page.Records[^1].Utf8.ToArray());
        Assert.Equal(["aé/b", "\u007fü😀", "twice", null, null, null], page.Records.Take(6).Select(r => r.Text("id")));
        Assert.NotNull(page.Records[^1].Text("id"));
        Assert.Null(page.NextLink);
        Assert.Equal("r-1", page.RequestId);
    }

    [Fact]
    public async Task The_request_bounds_orders_and_asks_for_unknown_members()
    {
        scene.On(Alerts, new Reply(200, """{"value":[]}""")).On(Incidents, new Reply(200, """{"value":[]}"""));
        using var connection = scene.Connect();

        await connection.Graph.ListAlertsAsync(Since with { ModifiedUntil = Since.ModifiedFrom.AddHours(1), Top = 5000 });
        await connection.Graph.ListIncidentsAsync(Since with { ModifiedUntil = Since.ModifiedFrom, UntilInclusive = true, Top = 51 });

        var alerts = Uri.UnescapeDataString(scene.Calls[0].RawTarget);
        Assert.EndsWith(
            "alerts_v2?$filter=lastUpdateDateTime ge 2026-11-20T06:00:00.1230000Z and lastUpdateDateTime lt 2026-11-20T07:00:00.1230000Z"
            + "&$orderby=lastUpdateDateTime asc&$top=1000",
            alerts,
            StringComparison.Ordinal);
        Assert.EndsWith("lastUpdateDateTime le 2026-11-20T06:00:00.1230000Z&$orderby=lastUpdateDateTime asc&$top=50", Uri.UnescapeDataString(scene.Calls[1].RawTarget), StringComparison.Ordinal);
        Assert.All(scene.Calls, call => Assert.Equal("include-unknown-enum-members", call.Headers["Prefer"]));
        Assert.All(scene.Calls, call => Assert.True(Guid.TryParse(call.Headers["client-request-id"], out _)));
    }

    [Fact]
    public async Task A_next_link_is_followed_verbatim_with_the_same_headers()
    {
        var link = $"{scene.Server}{scene.Tenant}/graph/v1.0/security/alerts_v2?$top=2&$skiptoken=a%7Eb%2fc+d=='(x)!&q=%C3%BC";
        scene.On(
            Alerts,
            new Reply(200, $$"""{"value":[{"id":"1"}],"@odata.nextLink":"{{link}}"}"""),
            new Reply(200, """{"value":[{"id":"2"}]}"""));
        using var connection = scene.Connect();

        var first = (await connection.Graph.ListAlertsAsync(Since)).Value();
        var second = (await connection.Graph.NextAlertsAsync(first.NextLink!)).Value();

        Assert.Equal("2", second.Records.Single().Text("id"));
        Assert.Equal(new Uri(link).AbsolutePath + link[link.IndexOf('?', StringComparison.Ordinal)..], scene.Calls[1].RawTarget);
        Assert.Equal("include-unknown-enum-members", scene.Calls[1].Headers["Prefer"]);
        Assert.StartsWith("Bearer ", scene.Calls[1].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/v1.0/security/alerts_v2")]
    [InlineData("http://localhost:{port}/x")]
    [InlineData("https://localhost:1/x")]
    [InlineData("https://localhost/x")]
    [InlineData("https://127.0.0.1:{port}/x")]
    [InlineData("https://user@localhost:{port}/x")]
    [InlineData("https://localhost:{port}@evil.example/x")]
    [InlineData("https://localhost.evil.example:{port}/x")]
    [InlineData("//evil.example/x")]
    [InlineData("/v1.0/security/alerts_v2")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task A_link_to_another_server_is_never_followed(string link)
    {
        using var connection = scene.Connect();
        var to = link.Replace("{port}", scene.Server.Port.ToString(), StringComparison.Ordinal);

        var error = (await connection.Graph.NextAlertsAsync(to)).Error();

        Assert.Equal("foreign-next-link", error.Code);
        Assert.Empty(scene.Calls);
        Assert.Empty(scene.TokenCalls);
    }

    [Fact]
    public async Task A_link_cannot_smuggle_a_header()
    {
        scene.On(Alerts, new Reply(200, """{"value":[]}"""));
        using var connection = scene.Connect();

        await connection.Graph.NextAlertsAsync($"{scene.Server}{scene.Tenant}/graph/v1.0/security/alerts_v2?a=1 HTTP/1.1\r\nX-Evil: 1");

        Assert.All(scene.Calls, call => Assert.False(call.Headers.ContainsKey("X-Evil")));
    }

    [Fact]
    public async Task A_page_whose_next_link_is_foreign_still_gives_its_records()
    {
        scene.On(Alerts, new Reply(200, """{"value":[{"id":"1"}],"@odata.nextLink":"https://evil.example/x"}"""));
        using var connection = scene.Connect();

        var page = (await connection.Graph.ListAlertsAsync(Since)).Value();

        Assert.Single(page.Records);
        Assert.Equal("foreign-next-link", (await connection.Graph.NextAlertsAsync(page.NextLink!)).Error().Code);
    }

    [Theory]
    [InlineData(206, null)]
    [InlineData(200, "199 - \"Microsoft/ATP/503/42\"")]
    public async Task A_page_that_is_not_whole_is_no_page(int status, string? warning)
    {
        (string, string)[] headers = warning is null ? [] : [("Warning", warning)];
        scene.On(Alerts, new Reply(status, """{"value":[{"id":"1"}]}""", headers));
        using var connection = scene.Connect();

        var error = (await connection.Graph.ListAlertsAsync(Since)).Error();

        Assert.Equal("partial", error.Code);
        Assert.Equal(warning, error.Detail);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>hello</html>")]
    [InlineData("{\"value\":[{\"id\":\"1\"}")]
    [InlineData("{\"value\":{}}")]
    [InlineData("{\"values\":[]}")]
    [InlineData("[]")]
    [InlineData("{\"value\":[]} trailing")]
    [InlineData("{\"value\":[{\"id\":\"a\u0001b\"}]}")]
    public async Task An_answer_that_is_no_list_is_invalid(string body)
    {
        scene.On(Alerts, new Reply(200, body, ("request-id", "r-9")));
        using var connection = scene.Connect();

        var error = (await connection.Graph.ListAlertsAsync(Since)).Error();

        Assert.Equal("invalid-answer", error.Code);
        Assert.Equal("r-9", error.RequestId);
        Assert.Single(scene.Calls);
    }

    [Fact]
    public async Task A_record_of_twenty_megabytes_arrives_whole_also_when_compressed()
    {
        var record = Encoding.UTF8.GetBytes($$"""{"id":"big","text":"{{new string('x', 20 * 1024 * 1024)}}"}""");
        byte[] body = [.. "{\"value\":["u8, .. record, .. "]}"u8];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        scene.On(Alerts, new Reply(200, body), new Reply(200, packed.ToArray(), ("Content-Encoding", "gzip")));
        using var connection = scene.Connect();

        for (var i = 0; i < 2; i++)
        {
            var page = (await connection.Graph.ListAlertsAsync(Since)).Value();
            Assert.True(page.Records.Single().Utf8.Span.SequenceEqual(record));
        }
    }

    [Fact]
    public async Task An_answer_above_the_limit_is_given_up()
    {
        scene.On(Alerts, new Reply(200, $$"""{"value":["{{new string('x', 5000)}}"]}"""));
        using var connection = scene.Connect(options: o => o with { LargestAnswer = 4096 });

        Assert.Equal("answer-too-large", (await connection.Graph.ListAlertsAsync(Since)).Error().Code);
        Assert.Single(scene.Calls);
    }

    [Fact]
    public async Task Deep_nesting_is_read_and_absurd_nesting_is_refused()
    {
        scene.On(
            Alerts,
            new Reply(200, """{"value":[""" + new string('[', 500) + new string(']', 500) + "]}"),
            new Reply(200, """{"value":[""" + new string('[', 200_000) + new string(']', 200_000) + "]}"));
        using var connection = scene.Connect();

        Assert.Equal(1000, (await connection.Graph.ListAlertsAsync(Since)).Value().Records.Single().Utf8.Length);
        Assert.Equal("invalid-answer", (await connection.Graph.ListAlertsAsync(Since)).Error().Code);
    }

    [Fact]
    public async Task One_alert_one_incident_and_counts()
    {
        scene
            .On(Alerts + "/a%2Fb", new Reply(200, " {\"id\":\"a/b\"}\n"))
            .On(Alerts + "/a/b", new Reply(200, " {\"id\":\"a/b\"}\n"))
            .On(Incidents + "/4711", new Reply(200, """{"id":"4711","alerts":[]}"""))
            .On(Alerts, new Reply(200, """{"@odata.count":812,"value":[{}]}"""));
        using var connection = scene.Connect();

        Assert.Equal("""{"id":"a/b"}""", (await connection.Graph.GetAlertAsync("a/b")).Value().ToString());
        Assert.Contains("/alerts_v2/a%2Fb", scene.Calls[0].RawTarget, StringComparison.Ordinal);
        Assert.Equal("4711", (await connection.Graph.GetIncidentAsync("4711", withAlerts: true)).Value().Text("id"));
        Assert.EndsWith("/4711?$expand=alerts", scene.Calls[1].RawTarget, StringComparison.Ordinal);
        Assert.Equal(812, (await connection.Graph.CountAlertsAsync(Since)).Value());
        Assert.Equal("bad-request", (await connection.Graph.GetAlertAsync("..")).Error().Code);
        Assert.Equal("bad-request", (await connection.Graph.GetAlertAsync("\ud800")).Error().Code);
        Assert.Equal("not-found", (await connection.Graph.GetAlertAsync(new string('x', 2000))).Error().Code);
    }

    [Fact]
    public async Task The_registrations_keys_are_listed()
    {
        scene.On("/graph/v1.0/applications", new Reply(200, """
            {"value":[{"id":"2d0a","passwordCredentials":[{"keyId":"9b0c","displayName":"prod","hint":"x8Q","endDateTime":"2027-01-10T00:00:00Z","secretText":null}],
             "keyCredentials":[{"keyId":"77","endDateTime":"2026-12-01T00:00:00Z"}, 5]}]}
            """));
        using var connection = scene.Connect();

        var keys = (await connection.Application.ListKeysAsync()).Value();

        Assert.Equal(new DateTimeOffset(2027, 1, 10, 0, 0, 0, TimeSpan.Zero), keys[0].EndsAt);
        Assert.Equal(("x8Q", false), (keys[0].Hint, keys[0].IsCertificate));
        Assert.True(keys[1].IsCertificate);
        Assert.Contains($"appId eq '{scene.Client}'", Uri.UnescapeDataString(scene.Calls[0].RawTarget), StringComparison.Ordinal);
    }
}
