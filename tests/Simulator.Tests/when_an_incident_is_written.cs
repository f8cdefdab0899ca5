using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Simulator.Tests;

/// <summary>What the resource manager does with a write, at each step at which it may go wrong.</summary>
public sealed class when_an_incident_is_written : IAsyncLifetime
{
    private SimulatedCloud cloud = null!;
    private CloudClient client = null!;

    public async Task InitializeAsync()
    {
        cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { InitialHistory = 0, GeneratedAlertsPerMinute = 0, LogAnalyticsDelay = TimeSpan.Zero }, default);
        client = new CloudClient(cloud);
        cloud.PublishSentinelIncident(
            """{"id":"x","name":"a","type":"t","properties":{"title":"t","severity":"Low","status":"New","labels":[{"labelName":"mine","labelType":"User"}],"additionalData":{"commentsCount":0}}}""", []);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await cloud.DisposeAsync();
    }

    private string Path => client.Incidents + "/a";

    [Theory]
    [InlineData(FaultKind.Reset, false)]
    [InlineData(FaultKind.LostAnswer, true)]
    public async Task a_broken_connection_does_not_say_whether_it_was_done(FaultKind kind, bool done)
    {
        JsonObject body = await ReadAsync();
        cloud.AddFault(new Fault { Service = "arm", Method = "PUT", Kind = kind, Next = 1 });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => WriteAsync(body, "Active"));
        Assert.Equal(done, (await ReadAsync())["properties"]!["status"]!.ToString() == "Active");
        Assert.Equal(done ? 1 : 0, cloud.AcceptedWrites.Count);
    }

    [Theory]
    [InlineData(409, "Conflict")]
    [InlineData(403, "AuthorizationFailed")]
    [InlineData(404, "NotFound")]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task a_refusal_writes_nothing(int status, string code)
    {
        JsonObject body = await ReadAsync();
        cloud.AddFault(new Fault { Service = "arm", Method = "PUT", Kind = FaultKind.Status, Status = status, Code = code, Next = 3 });
        for (int storm = 0; storm < 3; storm++)
        {
            Answer refused = await WriteAsync(body, "Active");
            Assert.Equal((status, code), (refused.Status, refused.Code));
        }

        Assert.Equal(body.ToJsonString(), (await ReadAsync()).ToJsonString());
        Assert.Equal(200, (await WriteAsync(body, "Active")).Status);
    }

    [Fact]
    public async Task a_throttle_says_how_long_to_wait()
    {
        JsonObject body = await ReadAsync();
        cloud.AddFault(new Fault { Service = "arm", Method = "PUT", Kind = FaultKind.Throttle, RetryAfterSeconds = 17, Next = 1 });
        Answer throttled = await WriteAsync(body, "Active");
        Assert.Equal((429, "TooManyRequests", TimeSpan.FromSeconds(17)), (throttled.Status, throttled.Code, throttled.Headers.RetryAfter!.Delta));
    }

    [Fact]
    public async Task another_writer_may_be_faster_and_what_he_wrote_stays()
    {
        JsonObject body = await ReadAsync();
        cloud.AddFault(new Fault { Service = "arm", Method = "PUT", Kind = FaultKind.OtherWriter, Change = """{"severity":"High"}""", Next = 1 });
        Assert.Equal(409, (await WriteAsync(body, "Active")).Status);
        JsonObject now = await ReadAsync();
        Assert.Equal(("High", "New"), (now["properties"]!["severity"]!.ToString(), now["properties"]!["status"]!.ToString()));
        Assert.NotEqual(body["etag"]!.ToString(), now["etag"]!.ToString());
    }

    [Fact]
    public async Task one_that_is_gone_is_not_replaced_and_without_an_etag_it_is_made()
    {
        JsonObject body = await ReadAsync();
        Assert.True(cloud.DeleteIncident("a"));
        Assert.Equal(404, (await client.ArmAsync(HttpMethod.Get, Path)).Status);
        Assert.Equal(409, (await WriteAsync(body, "Active")).Status);
        body.Remove("etag");
        Assert.Equal(201, (await WriteAsync(body, "Active")).Status);
    }

    [Fact]
    public async Task a_comment_is_new_or_replaced_and_gives_its_incident_a_new_version()
    {
        JsonObject body = await ReadAsync();
        string comment = $"{Path}/comments/{Guid.NewGuid()}";
        Assert.Equal(201, (await client.ArmAsync(HttpMethod.Put, comment, """{"properties":{"message":"first"}}""")).Status);
        Answer again = await client.ArmAsync(HttpMethod.Put, comment, """{"properties":{"message":"second"}}""");
        Assert.Equal(200, again.Status);
        Assert.Equal("alert-ledger", again.Json.GetProperty("properties").GetProperty("author").GetProperty("name").GetString());
        JsonElement only = Assert.Single((await client.ArmAsync(HttpMethod.Get, Path + "/comments")).Value);
        Assert.Equal("second", only.GetProperty("properties").GetProperty("message").GetString());
        Assert.Equal("1", (await ReadAsync())["properties"]!["additionalData"]!["commentsCount"]!.ToString());
        Assert.Equal(409, (await WriteAsync(body, "Active")).Status);
    }

    [Fact]
    public async Task comments_are_bounded()
    {
        Task<Answer> CommentAsync(string message) =>
            client.ArmAsync(HttpMethod.Put, $"{Path}/comments/{Guid.NewGuid()}", JsonSerializer.Serialize(new { properties = new { message } }));
        Assert.Equal(400, (await CommentAsync("")).Status);
        Assert.Equal(400, (await CommentAsync(new string('x', 30_001))).Status);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(201, (await CommentAsync(new string('x', i == 0 ? 30_000 : 1))).Status);
        }

        Assert.Equal(400, (await CommentAsync("one too many")).Status);
    }

    [Fact]
    public async Task the_buckets_hold_what_is_published()
    {
        await client.BearerAsync(CloudClient.Arm);
        cloud.ArmBudgetScale = 0.01;
        int passed = 0;
        Answer answer;
        do
        {
            answer = await client.ArmAsync(HttpMethod.Get, Path);
            passed += answer.Status == 200 ? 1 : 0;
        }
        while (answer.Status == 200 && passed < 1000);

        Assert.Equal((429, "TooManyRequests", TimeSpan.FromSeconds(1)), (answer.Status, answer.Code, answer.Headers.RetryAfter!.Delta));
        Assert.InRange(passed, 250, 300);
    }

    private async Task<JsonObject> ReadAsync() => (JsonObject)JsonNode.Parse((await client.ArmAsync(HttpMethod.Get, Path)).Text)!;

    private Task<Answer> WriteAsync(JsonObject read, string status)
    {
        JsonObject body = (JsonObject)read.DeepClone();
        body["properties"]!["status"] = status;
        return client.ArmAsync(HttpMethod.Put, Path, body.ToJsonString());
    }
}
