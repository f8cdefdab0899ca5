using System.Globalization;
using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

[Collection("stub cloud")]
public sealed class when_an_api_refuses(StubCloud stub)
{
    private const string Alerts = "/graph/v1.0/security/alerts_v2";
    private static readonly AlertQuery Since = new(DateTimeOffset.UnixEpoch);

    private readonly Scene scene = stub.NewScene();

    [Theory]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"Invalid filter"}}""", "bad-request", "BadRequest")]
    [InlineData(400, """{"error":{"code":"","message":"The limit of '50' for Top query has been exceeded.","details":[],"innerError":{"date":"x","request-id":"r-in"}}}""", "bad-request", null)]
    [InlineData(401, """{"error":{"code":"InvalidAuthenticationToken","message":"no"}}""", "token-refused", "InvalidAuthenticationToken")]
    [InlineData(403, """{"error":{"code":"Forbidden","message":"Role SecurityAlert.Read.All is required.","innererror":{"request-id":"r-in","innerError":{"code":"deep"}}}}""", "permission-missing", "Forbidden")]
    [InlineData(404, """{"error":{"code":"ResourceNotFound","message":"no"}}""", "not-found", "ResourceNotFound")]
    [InlineData(409, "", "conflict", null)]
    [InlineData(418, "{}", "bad-request", null)]
    [InlineData(500, """{"error":"text"}""", "transient", null)]
    [InlineData(502, "<html><body>Bad gateway</body></html>", "transient", null)]
    [InlineData(503, """{"error":{"code":5,"message":{}}}""", "transient", null)]
    [InlineData(509, "{\"error\":", "transient", null)]
    [InlineData(302, "", "invalid-answer", null)]
    public async Task Each_status_and_body_has_a_name(int status, string body, string code, string? apiCode)
    {
        scene.On(Alerts, new Reply(status, body, ("Location", "https://localhost:1/elsewhere")));
        using var connection = scene.Connect();

        var error = (await connection.Graph.ListAlertsAsync(Since)).Error();

        Assert.Equal(code, error.Code);
        Assert.Equal(status, error.HttpStatus);
        Assert.Equal(apiCode, error.ApiCode);
        Assert.Equal(CloudService.Graph, error.Service);
        Assert.Equal(body.Contains("r-in", StringComparison.Ordinal) ? "r-in" : null, error.RequestId);
        Assert.NotEmpty(error.WhatToDo);
        Assert.Equal(code == "transient", error.IsTransient);
        Assert.DoesNotContain("<html>", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named_as_it_is_granted()
    {
        scene
            .On(Alerts, new Reply(403, ""))
            .On("/graph/v1.0/security/incidents", new Reply(403, ""))
            .On("/graph/v1.0/applications", new Reply(403, """{"error":{"code":"Authorization_RequestDenied"}}"""));
        using var connection = scene.Connect();

        Assert.Contains("SecurityAlert.Read.All", (await connection.Graph.ListAlertsAsync(Since)).Error().WhatToDo, StringComparison.Ordinal);
        Assert.Contains("SecurityIncident.Read.All", (await connection.Graph.ListIncidentsAsync(Since)).Error().WhatToDo, StringComparison.Ordinal);
        Assert.Contains("Application.Read.All", (await connection.Application.ListKeysAsync()).Error().WhatToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_texts_are_cut_and_cleaned()
    {
        var message = "\\u001b[2J\\u202etxt\\n" + new string('m', 5000) + Scene.Secret;
        scene.On(Alerts, new Reply(400, $$"""{"error":{"code":"{{message}}","message":"{{message}}"} }""", ("request-id", new string('r', 900))));
        using var connection = scene.Connect();

        var error = (await connection.Graph.ListAlertsAsync(Since)).Error();

        Assert.All([error.Detail!, error.ApiCode!, error.RequestId!], text =>
        {
            Assert.InRange(text.Length, 1, 400);
            Assert.DoesNotContain(text, c => char.IsControl(c) || c == '\u202e');
        });
        Assert.DoesNotContain(Scene.Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(370)]
    [InlineData(385)]
    [InlineData(399)]
    public async Task A_cut_never_leaves_half_a_secret(int before)
    {
        var text = new string('m', before) + Scene.Secret + " eyJhbGciOiJub25lIn0.e30.c2ln";
        scene.On(Alerts, new Reply(400, $$"""{"error":{"code":"{{text}}","message":"{{text}}","details":[{"code":"{{text}}"}]} }""", ("request-id", Scene.Secret)));
        using var connection = scene.Connect();

        var error = (await connection.Graph.ListAlertsAsync(Since)).Error();

        Assert.DoesNotContain(Scene.Secret[..4], error + string.Concat(error.Causes), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", error + string.Concat(error.Causes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_wait_is_waited_for_and_the_call_succeeds()
    {
        scene.On(
            Alerts,
            new Reply(429, "", ("Retry-After", "1")),
            new Reply(503, ""),
            new Reply(200, """{"value":[{"id":"1"}]}"""));
        using var connection = scene.Connect();
        var start = TimeProvider.System.GetTimestamp();

        Assert.Single((await connection.Graph.ListAlertsAsync(Since)).Value().Records);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1, 20);
        Assert.Equal(3, scene.Calls.Count);
    }

    [Theory]
    [InlineData("120", 120, 120)]
    [InlineData("7200", 3600, 3600)]
    [InlineData("99999999999999999999", 3600, 3600)]
    [InlineData("{date}", 880, 900)]
    public async Task A_long_wait_is_handed_to_the_caller_at_once(string header, double least, double most)
    {
        var date = TimeProvider.System.GetUtcNow().AddMinutes(15).ToString("r", CultureInfo.InvariantCulture);
        scene.On(Alerts, new Reply(429, "{}", ("Retry-After", header.Replace("{date}", date, StringComparison.Ordinal))));
        using var connection = scene.Connect();

        var error = (await connection.Graph.ListAlertsAsync(Since)).Error();

        Assert.Equal("throttled", error.Code);
        Assert.InRange(error.RetryAfter!.Value.TotalSeconds, least, most);
        Assert.Single(scene.Calls);
    }

    [Fact]
    public async Task Retries_end()
    {
        scene.On(Alerts, new Reply(503, "", ("Retry-After", "soon")));
        using var connection = scene.Connect();

        var error = (await connection.Graph.ListAlertsAsync(Since)).Error();

        Assert.Equal("transient", error.Code);
        Assert.Null(error.RetryAfter);
        Assert.Equal(4, scene.Calls.Count);
    }

    [Fact]
    public async Task Cancelling_while_a_server_is_silent_is_thrown_as_such()
    {
        using var silence = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silence.Start();
        var address = new Uri($"https://localhost:{((System.Net.IPEndPoint)silence.LocalEndpoint).Port}/");
        using var connection = scene.Connect(endpoints: scene.Endpoints with { Graph = new(address, "https://graph.microsoft.com/.default") });
        using var stop = new CancellationTokenSource();

        var waiting = connection.Graph.ListAlertsAsync(Since, stop.Token);
        using var accepted = await silence.AcceptTcpClientAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_of_an_answer_is_tried_again()
    {
        scene.On(Alerts, new Reply(200, "{\"value\":[", ("X-Stub-Break", "yes")), new Reply(200, """{"value":[{"id":"1"}]}"""));
        using var connection = scene.Connect();

        Assert.Single((await connection.Graph.ListAlertsAsync(Since)).Value().Records);
        Assert.Equal(2, scene.Calls.Count);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_unreachable()
    {
        using var silence = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silence.Start();
        var address = new Uri($"https://localhost:{((System.Net.IPEndPoint)silence.LocalEndpoint).Port}/");
        using var connection = scene.Connect(
            options: o => o with { NetworkTimeout = TimeSpan.FromMilliseconds(100), Retries = 1 },
            endpoints: scene.Endpoints with { Graph = new(address, "https://graph.microsoft.com/.default") });

        var error = (await connection.Graph.ListAlertsAsync(Since)).Error();

        Assert.Equal("network-unreachable", error.Code);
    }
}
