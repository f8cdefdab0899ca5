using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.OpenApi;

[Collection(LedgerCollection.Name)]
public sealed class DocumentTests(SharedLedger shared)
{
    [Fact]
    public async Task the_description_has_every_endpoint_plain_numbers_and_examples()
    {
        var client = await shared.Ledger.ClientAsync(Role.Auditor);
        var document = await client.GetJsonAsync("/openapi/v1.json");
        var paths = document.GetProperty("paths");
        var create = paths.GetProperty("/api/v1/connectors").GetProperty("post");
        Assert.Equal("CreateConnector", create.GetProperty("operationId").GetString());
        Assert.Equal("sentinel-prod", create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("id").GetString());
        Assert.True(create.TryGetProperty("security", out _));
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());

        var answer = document.GetProperty("components").GetProperty("schemas").GetProperty("CommandAnswer").GetProperty("properties").GetProperty("position");
        Assert.Equal("integer", answer.GetProperty("type").GetString());
        Assert.False(answer.TryGetProperty("pattern", out _));

        Assert.All(
            paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()),
            operation => Assert.Equal(JsonValueKind.String, operation.Value.GetProperty("summary").ValueKind));
    }
}
