using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

public sealed class when_endpoints_are_resolved
{
    private static readonly EndpointSet Own = Clouds.Public with { Name = "lab" };

    [Theory]
    [InlineData("public", "https://graph.microsoft.com/", "https://api.loganalytics.io/.default")]
    [InlineData("USGOV", "https://graph.microsoft.us/", "https://api.loganalytics.us/.default")]
    [InlineData("usGovDod", "https://dod-graph.microsoft.us/", "https://api.loganalytics.us/.default")]
    [InlineData("china", "https://microsoftgraph.chinacloudapi.cn/", "https://api.loganalytics.azure.cn/.default")]
    public void The_four_clouds_are_always_there(string name, string graph, string scope)
    {
        var found = Assert.IsType<EndpointResolution.Found>(new EndpointDirectory([]).Resolve(name)).Endpoints;
        Assert.Equal(graph, found.Graph.Address.AbsoluteUri);
        Assert.Equal(scope, found.LogAnalytics.Scope);
        Assert.Empty(EndpointRules.Problems(found));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_allowed_ones()
    {
        var refused = Assert.IsType<EndpointResolution.Refused>(new EndpointDirectory([Own]).Resolve("https://evil.example\u001b"));
        Assert.Equal(["china", "lab", "public", "usGov", "usGovDod"], refused.Allowed);
        Assert.Contains("Allowed are: china, lab, public", refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Reason);
    }

    [Theory]
    [InlineData("http://graph.example/", "https")]
    [InlineData("https://user:pw@graph.example/", "user information")]
    [InlineData("https://graph.example/?x=1", "query")]
    public void A_set_that_breaks_a_rule_is_kept_out_and_says_why(string address, string why)
    {
        var directory = new EndpointDirectory([Own with { Graph = new(new Uri(address), "https://graph.example/.default") }]);
        var refused = Assert.IsType<EndpointResolution.Refused>(directory.Resolve("lab"));
        Assert.Contains(why, refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("pw@", refused.Reason, StringComparison.Ordinal);
        Assert.True(directory.Unusable.ContainsKey("lab"));
    }

    [Fact]
    public void A_set_cannot_take_the_name_of_a_cloud()
    {
        var found = new EndpointDirectory([Own with { Name = "PUBLIC", AuthorityHost = new Uri("https://evil.example/") }]).Resolve("public");
        Assert.Equal("login.microsoftonline.com", Assert.IsType<EndpointResolution.Found>(found).Endpoints.AuthorityHost.Host);
    }

    [Fact]
    public async Task What_a_cloud_lacks_is_refused_by_name_without_a_call()
    {
        var credentials = new CloudCredentials("contoso.example", Guid.NewGuid().ToString(), new CloudKey.ClientSecret("s"));
        using var connection = CloudConnection.Open(Clouds.China, credentials).Value();
        var query = new AlertQuery(DateTimeOffset.UnixEpoch);

        foreach (var error in new[]
        {
            (await connection.Graph.ListAlertsAsync(query)).Error(),
            (await connection.Graph.NextIncidentsAsync("https://microsoftgraph.chinacloudapi.cn/x")).Error(),
            (await connection.Graph.GetAlertAsync("a")).Error(),
            (await connection.Graph.CountIncidentsAsync(query)).Error(),
        })
        {
            Assert.Equal("service-absent-in-cloud", error.Code);
            Assert.Contains("does not exist in the cloud 'china'", error.Detail, StringComparison.Ordinal);
        }
    }
}
