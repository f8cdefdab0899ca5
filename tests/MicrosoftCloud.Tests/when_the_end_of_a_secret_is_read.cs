using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

public sealed class when_the_end_of_a_secret_is_read(StubCloud cloud) : IClassFixture<StubCloud>
{
    private static readonly DateTimeOffset Now = new(TimeProvider.System.GetUtcNow().Date, TimeSpan.Zero);

    [Fact]
    public async Task ours_is_told_from_others_by_its_first_characters() =>
        Assert.Equal(Now.AddDays(9), await EndAsync(Secret("abc", 3), Secret(Scene.Secret[..3], 9), Secret("xyz", 300)));

    [Fact]
    public async Task among_several_that_fit_the_one_that_ends_first_is_warned_of_and_one_that_has_ended_is_not() =>
        Assert.Equal(Now.AddDays(9), await EndAsync(Secret(Scene.Secret[..3], -9), Secret(Scene.Secret[..3], 9), Secret(Scene.Secret[..3], 90)));

    [Fact]
    public async Task nothing_is_known_when_no_secret_fits_or_the_registration_is_elsewhere()
    {
        Assert.Null(await EndAsync(Secret("abc", 3)));
        Assert.Null(await EndAsync());
    }

    private async Task<DateTimeOffset?> EndAsync(params string[] secrets)
    {
        var scene = cloud.NewScene();
        var body = secrets.Length == 0
            ? """{"value":[]}"""
            : $$"""{"value":[{"id":"1","passwordCredentials":[{{string.Join(',', secrets)}}],"keyCredentials":[]}]}""";
        scene.On("/graph/v1.0/applications", new Reply(200, body));
        using var connection = scene.Connect();
        return (await connection.ReadCredentialEndAsync()).Value();
    }

    private static string Secret(string hint, int days) =>
        $$"""{"keyId":"{{Guid.NewGuid()}}","hint":"{{hint}}","endDateTime":"{{Now.AddDays(days):yyyy-MM-dd}}T00:00:00Z"}""";
}
