using System.Text.Json.Nodes;
using Dropzone.Ledger.Api.OpenApi;
using Dropzone.Ledger.Api.Tests.House;

namespace Dropzone.Ledger.Api.Tests.OpenApi;

public sealed class TypesOfThePageTests
{
    [Fact]
    public async Task the_page_is_built_from_the_document_that_this_host_serves()
    {
        var built = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "Web", "openapi.json")));
        var served = JsonNode.Parse(await OpenApiCommand.WriteAsync(CancellationToken.None));
        Assert.True(
            JsonNode.DeepEquals(built, served),
            "src/Web/openapi.json is not the API's any more: dotnet run --project src/Api -- openapi > src/Web/openapi.json");
    }
}
