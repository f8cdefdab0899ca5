using System.Text;
using Dropzone.Ledger.Api.Secrets;

namespace Dropzone.Ledger.Api.Tests.Secrets;

public sealed class SecretSealTests
{
    private static readonly SecretPlace Place = new("default", "sentinel-prod", "credentials.clientSecret", 3);
    private readonly MasterKey key = MasterKey.Passing();

    [Fact]
    public void a_sealed_secret_opens_in_its_place() =>
        Assert.Equal("value", Encoding.UTF8.GetString(SecretSeal.Open(key, Place, SecretSeal.Seal(key, Place, "value"u8))!));

    public static TheoryData<string, string, string, int> OtherPlaces => new()
    {
        { "other", Place.Connector, Place.Field, Place.Revision },
        { Place.Tenant, "other", Place.Field, Place.Revision },
        { Place.Tenant, Place.Connector, "credentials.certificate", Place.Revision },
        { Place.Tenant, Place.Connector, Place.Field, 4 },
        { "default\",\"sentinel-prod", "", Place.Field, Place.Revision },
    };

    [Theory]
    [MemberData(nameof(OtherPlaces))]
    public void it_opens_nowhere_else(string tenant, string connector, string field, int revision) =>
        Assert.Null(SecretSeal.Open(key, new SecretPlace(tenant, connector, field, revision), SecretSeal.Seal(key, Place, "value"u8)));

    [Fact]
    public void it_opens_under_no_other_key() => Assert.Null(SecretSeal.Open(MasterKey.Passing(), Place, SecretSeal.Seal(key, Place, "value"u8)));

    [Fact]
    public void no_bit_of_it_can_be_changed()
    {
        var box = SecretSeal.Seal(key, Place, "value"u8);
        for (var i = 0; i < box.Length; i++)
        {
            var changed = (byte[])box.Clone();
            changed[i] ^= 1;
            Assert.Null(SecretSeal.Open(key, Place, changed));
        }
    }
}
