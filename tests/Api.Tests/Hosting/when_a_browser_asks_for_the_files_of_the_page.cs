using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Dropzone.Ledger.Api.Tests.Hosting;

[Collection(LedgerCollection.Name)]
public sealed partial class when_a_browser_asks_for_the_files_of_the_page(SharedLedger shared) : IDisposable
{
    /// <summary>Takes answers as they come over the wire.</summary>
    private readonly HttpClient browser = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = new Uri(shared.Ledger.Address),
    };

    [Fact]
    public async Task each_that_the_page_names_carries_a_hash_and_is_kept_for_ever()
    {
        var named = await NamedAsync();

        Assert.All(named, static path => Assert.Matches(Hashed(), path));
        foreach (var path in named)
        {
            using var answer = await AskAsync(path, "gzip, deflate, br, zstd");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", answer.Headers.GetValues("Cache-Control")));
            Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.GetValues("Vary")));
        }
    }

    [Fact]
    public async Task whoever_takes_brotli_gets_the_same_bytes_in_fewer()
    {
        foreach (var path in await NamedAsync())
        {
            using var plain = await AskAsync(path, null);
            using var compressed = await AskAsync(path, "gzip, deflate, br, zstd");
            Assert.Equal("br", Assert.Single(compressed.Content.Headers.ContentEncoding));
            Assert.Equal(plain.Content.Headers.ContentType, compressed.Content.Headers.ContentType);
            var whole = await plain.Content.ReadAsByteArrayAsync();
            var sent = await compressed.Content.ReadAsByteArrayAsync();
            await using var opened = new BrotliStream(new MemoryStream(sent), CompressionMode.Decompress);
            Assert.Equal(SHA256.HashData(whole), await SHA256.HashDataAsync(opened));
            Assert.True(sent.Length < whole.Length, $"{path}: {sent.Length} of {whole.Length} bytes");
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("identity", null)]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    public async Task whoever_does_not_take_brotli_gets_them_as_asked_for_or_plain(string? accepts, string? coding)
    {
        foreach (var path in await NamedAsync())
        {
            using var answer = await AskAsync(path, accepts);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Contains("Accept-Encoding", answer.Headers.GetValues("Vary"));
        }
    }

    [Fact]
    public async Task a_compressed_copy_has_a_validator_of_its_own()
    {
        var path = (await NamedAsync())[0];
        using var plain = await AskAsync(path, null);
        using var compressed = await AskAsync(path, "br");

        Assert.NotNull(plain.Headers.ETag);
        Assert.NotEqual(plain.Headers.ETag, compressed.Headers.ETag);
    }

    [Fact]
    public async Task what_has_no_hash_in_its_name_is_asked_for_each_time()
    {
        using var icon = await AskAsync("/icon.svg", "br");

        Assert.Equal(HttpStatusCode.OK, icon.StatusCode);
        Assert.Equal("no-cache", icon.Headers.CacheControl!.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/icon.svg");
        again.Headers.IfNoneMatch.Add(icon.Headers.ETag!);
        using var unchanged = await browser.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task a_file_that_is_not_there_is_as_closed_as_every_other_address()
    {
        using var plain = await AskAsync("/assets/nothing-00000000.js", null);
        using var compressed = await AskAsync("/assets/nothing-00000000.js", "br");

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [plain.StatusCode, compressed.StatusCode]);
    }

    public void Dispose() => browser.Dispose();

    /// <summary>The scripts and styles that the page's HTML names.</summary>
    private async Task<IReadOnlyList<string>> NamedAsync()
    {
        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative));
        var named = Named().Matches(page).Select(static match => match.Groups["path"].Value).ToList();
        Assert.NotEmpty(named);
        return named;
    }

    private Task<HttpResponseMessage> AskAsync(string path, string? accepts)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepts is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        }

        return browser.SendAsync(request);
    }

    [GeneratedRegex("(?:src|href)=\"(?<path>/[^\"]+\\.(?:js|css))\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex("^/assets/[A-Za-z-]+-[A-Za-z0-9_-]{8}\\.(?:js|css)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hashed();
}
