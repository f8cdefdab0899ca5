using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Dropzone.Ledger.Api.Tests.Access;

[Collection(LedgerCollection.Name)]
public sealed class RoleMatrixTests(SharedLedger shared)
{
    public static TheoryData<string, string, string> Requests => new()
    {
        { "GET", "/api/v1/alerts", Policies.Read },
        { "GET", "/api/v1/alerts/facets", Policies.Read },
        { "GET", "/api/v1/alerts/difference", Policies.Read },
        { "GET", "/api/v1/connectors/none/dashboard/difference", Policies.Read },
        { "GET", "/api/v1/alerts/00000000-0000-0000-0000-000000000001/entities", Policies.Read },
        { "GET", "/api/v1/entities/user/alerts", Policies.Read },
        { "GET", "/api/v1/events", Policies.Read },
        { "GET", "/api/v1/replay", Policies.Read },
        { "GET", "/api/v1/connectors", Policies.Read },
        { "GET", "/api/v1/connector-kinds", Policies.Read },
        { "GET", "/api/v1/dashboards", Policies.Read },
        { "GET", "/api/v1/activity", Policies.Read },
        { "GET", "/api/v1/export", Policies.Read },
        { "GET", "/api/v1/connectors/none/rules", Policies.Read },
        { "GET", "/api/v1/group-rules", Policies.Read },
        { "PUT", "/api/v1/group-rules", Policies.Configure },
        { "POST", "/api/v1/group-rules/preview", Policies.Configure },
        { "GET", "/api/v1/projections", Policies.Read },
        { "GET", "/api/v1/projections/all/rebuild", Policies.Read },
        { "POST", "/api/v1/projections/none/rebuild", Policies.Configure },
        { "DELETE", "/api/v1/projections/none/rebuild", Policies.Configure },
        { "GET", "/api/v1/tickets", Policies.Read },
        { "POST", "/api/v1/tickets/00000000-0000-0000-0000-000000000001/retry", Policies.Investigate },
        { "POST", "/api/v1/investigations/bulk", Policies.Investigate },
        { "POST", "/api/v1/connectors/none/tickets/catch-up", Policies.Configure },
        { "GET", "/api/v1/session", Policies.Read },
        { "GET", "/openapi/v1.json", Policies.Read },
        { "GET", "/api/v1/tokens", Policies.Administer },
        { "DELETE", "/api/v1/tokens/00000000-0000-0000-0000-000000000001", Policies.Administer },
        { "DELETE", "/api/v1/alerts/00000000-0000-0000-0000-000000000001/payload", Policies.Administer },
        { "POST", "/api/v1/connectors", Policies.Configure },
        { "PUT", "/api/v1/connectors/none", Policies.Configure },
        { "DELETE", "/api/v1/connectors/none", Policies.Configure },
        { "POST", "/api/v1/connectors/none/poll", Policies.Configure },
        { "POST", "/api/v1/connectors/none/enable", Policies.Configure },
        { "POST", "/api/v1/connectors/none/disable", Policies.Configure },
        { "POST", "/api/v1/connectors/test", Policies.Configure },
        { "POST", "/api/v1/connectors/sample", Policies.Configure },
        { "POST", "/api/v1/connectors/none/test", Policies.Configure },
        { "POST", "/api/v1/connectors/none/coverage/accept", Policies.Configure },
        { "POST", "/api/v1/connectors/none/backfill", Policies.Configure },
        { "GET", "/api/v1/connectors/none/backfill", Policies.Read },
        { "DELETE", "/api/v1/connectors/none/backfill/00000000-0000-0000-0000-000000000001", Policies.Configure },
        { "POST", "/api/v1/connectors/none/preview", Policies.Configure },
        { "GET", "/api/v1/connectors/none/application", Policies.Read },
        { "POST", "/api/v1/alerts/00000000-0000-0000-0000-000000000001/investigation", Policies.Investigate },
        { "POST", "/api/v1/alerts/00000000-0000-0000-0000-000000000001/assign", Policies.Investigate },
        { "POST", "/api/v1/alerts/00000000-0000-0000-0000-000000000001/notes", Policies.Investigate },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task a_role_passes_exactly_where_the_policy_says(string method, string path, string policy)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var client = await shared.Ledger.ClientAsync(role);
            using var answer = await client.SendAsync(new HttpMethod(method), path);
            if (Policies.Allowed[policy].Contains(role))
            {
                Assert.NotEqual(HttpStatusCode.Forbidden, answer.StatusCode);
                Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.True((int)answer.StatusCode < 500, $"{role} {method} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
            else
            {
                await answer.RefusedAsync(HttpStatusCode.Forbidden, "role-missing");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task nobody_passes_without_a_token(string method, string path, string policy)
    {
        Assert.NotEmpty(policy);
        using var answer = await shared.Ledger.Client().SendAsync(new HttpMethod(method), path);
        await answer.RefusedAsync(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public void every_endpoint_declares_a_policy_or_says_that_it_is_open()
    {
        var open = new List<string>();
        foreach (var endpoint in shared.Ledger.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                open.Add(endpoint.RoutePattern.RawText!);
            }
            else
            {
                var policy = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).FirstOrDefault(p => p is not null);
                Assert.True(policy is not null && Policies.Allowed.ContainsKey(policy), $"{endpoint.DisplayName} declares no policy");
            }
        }

        Assert.Equal(["/api/v1/session", "/health/live", "/health/ready"], open.Order(StringComparer.Ordinal));
    }
}
