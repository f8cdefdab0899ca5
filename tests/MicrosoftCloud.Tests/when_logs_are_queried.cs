using System.Text;
using System.Text.Json;
using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

[Collection("stub cloud")]
public sealed class when_logs_are_queried(StubCloud stub)
{
    private const string Workspace = "aaaabbbb-0000-4ccc-8111-dddd2222eeee";
    private const string Query = $"/logs/v1/workspaces/{Workspace}/query";

    private readonly Scene scene = stub.NewScene();

    [Fact]
    public async Task Rows_and_columns_keep_their_bytes()
    {
        const string columns = """[ {"name":"T","type":"datetime"},{"name":"D","type":"dynamic"},{"name":"R","type":"real"} ]""";
        const string row = """["2026-11-20T06:02:43.11Z", "{\"a\":[1,\u0032]}" ,"NaN"]""";
        const string native = "[null,{ \"x\" : [true] },\t1.0]";
        scene.On(Query, new Reply(200, $$"""{"tables":[{"name":"Extra","columns":[],"rows":[]}, {"name":"PrimaryResult","columns":{{columns}},"rows":[ {{row}},{{native}} ,[ ]]}],"error":null}""", ("x-ms-request-id", "la-1")));
        using var connection = scene.Connect();

        var answer = (await connection.LogAnalytics.QueryAsync(Workspace, "T\n| \"ü\"", "PT1H")).Value();

        var table = answer.Primary;
        Assert.Equal(2, answer.Tables.Count);
        Assert.Equal("la-1", answer.RequestId);
        Assert.Equal([new LogColumn("T", "datetime"), new("D", "dynamic"), new("R", "real")], table.Columns);
        Assert.Equal(columns, Encoding.UTF8.GetString(table.ColumnBytes.Span));
        Assert.Equal([row, native, "[ ]"], table.Rows.Select(r => Encoding.UTF8.GetString(r.Utf8.Span)));
        Assert.Equal("{\"a\":[1,2]}", table.Text(table.Rows[0], "D"));
        Assert.Equal("\"NaN\"", Encoding.UTF8.GetString(table.Rows[0].Cell(2).Span));
        Assert.Equal((null, "{ \"x\" : [true] }", "1.0"), (table.Rows[1].Text(0), table.Rows[1].Text(1), table.Rows[1].Text(2)));
        Assert.Equal((0, null), (table.Rows[2].Count, table.Text(table.Rows[2], "R")));
        Assert.Null(table.Text(table.Rows[0], "absent"));
        var call = Assert.Single(scene.Calls);
        Assert.Equal(("POST", "application/json", "wait=180"), (call.Method, call.Headers["Content-Type"], call.Headers["Prefer"]));
        using var sent = JsonDocument.Parse(call.Body);
        Assert.Equal("T\n| \"ü\"", sent.RootElement.GetProperty("query").GetString());
        Assert.Equal("PT1H", sent.RootElement.GetProperty("timespan").GetString());
    }

    [Fact]
    public async Task A_partial_answer_is_a_failure_that_names_its_causes()
    {
        scene.On(Query, new Reply(200, """
            {"tables":[{"name":"PrimaryResult","columns":[{"name":"c","type":"long"}],"rows":[[500000]]}],
             "error":{"code":"PartialError","message":"There were some errors.","details":[{"code":"EngineError","message":"Too many records","innererror":{"code":"-2133196797","message":"E_QUERY_RESULT_SET_TOO_LARGE"}}]}}
            """));
        using var connection = scene.Connect();

        var error = (await connection.LogAnalytics.QueryAsync(Workspace, "T")).Error();

        Assert.Equal(("partial", "PartialError", 200), (error.Code, error.ApiCode, error.HttpStatus));
        Assert.Equal(["EngineError: Too many records", "-2133196797: E_QUERY_RESULT_SET_TOO_LARGE"], error.Causes);
    }

    [Fact]
    public async Task A_large_partial_answer_is_still_named()
    {
        scene.On(Query, new Reply(200, $$"""{"tables":[{"name":"PrimaryResult","columns":[],"rows":[["{{new string('x', 3_000_000)}}"]]}],"error":{"code":"PartialError","message":"m"} }"""));
        using var connection = scene.Connect();
        Assert.Equal("PartialError", (await connection.LogAnalytics.QueryAsync(Workspace, "T")).Error().ApiCode);
    }

    [Fact]
    public async Task A_query_that_ran_out_of_time_is_not_run_again()
    {
        scene.On(Query, new Reply(504, """{"error":{"code":"GatewayTimeout"} }"""));
        using var connection = scene.Connect();
        Assert.Equal("transient", (await connection.LogAnalytics.QueryAsync(Workspace, "T")).Error().Code);
        Assert.Single(scene.Calls);
    }

    [Fact]
    public async Task No_content_is_an_empty_table()
    {
        scene.On(Query, new Reply(204, ""));
        using var connection = scene.Connect();

        var answer = (await connection.LogAnalytics.QueryAsync(Workspace, "T")).Value();

        Assert.Empty(answer.Primary.Rows);
        Assert.Empty(answer.Tables);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"tables\":[{\"name\":\"x\"}]}")]
    [InlineData("{\"tables\":[{\"columns\":[{}],\"rows\":[]}]}")]
    [InlineData("{\"tables\":[{\"columns\":[],\"rows\":[{}]}]}")]
    [InlineData("{\"tables\":[{\"columns\":[],\"rows\":[[1,]]}]}")]
    public async Task What_is_no_answer_is_invalid(string body)
    {
        scene.On(Query, new Reply(200, body));
        using var connection = scene.Connect();
        Assert.Equal("invalid-answer", (await connection.LogAnalytics.QueryAsync(Workspace, "T")).Error().Code);
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"BadArgumentError","message":"m","innererror":{"code":"SyntaxError","message":"at line 2"}}}""", "query-syntax")]
    [InlineData(400, """{"error":{"code":"Other","message":"m"}}""", "bad-request")]
    [InlineData(403, """{"error":{"code":"InsufficientAccessError","innererror":{"code":"UnauthorizedClient"}}}""", "workspace-not-found-or-no-role")]
    [InlineData(403, """{"error":{"code":"InvalidAuthenticationTokenAudience"}}""", "token-refused")]
    [InlineData(404, """{"error":{"code":"PathNotFoundError"}}""", "workspace-not-found-or-no-role")]
    [InlineData(429, "", "throttled")]
    public async Task Refusals_have_names(int status, string body, string code)
    {
        scene.On(Query, new Reply(status, body));
        using var connection = scene.Connect();

        var error = (await connection.LogAnalytics.QueryAsync(Workspace, "T")).Error();

        Assert.Equal(code, error.Code);
        if (code == "workspace-not-found-or-no-role")
        {
            Assert.Contains("Log Analytics Reader", error.WhatToDo, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_workspace_id_that_is_no_guid_is_never_sent()
    {
        using var connection = scene.Connect();
        Assert.Equal("settings-invalid", (await connection.LogAnalytics.QueryAsync("../x", "T")).Error().Code);
        Assert.Empty(scene.Calls);
    }
}
