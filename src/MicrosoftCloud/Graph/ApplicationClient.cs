using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>A secret or certificate of the app registration.</summary>
/// <param name="KeyId">Its id.</param>
/// <param name="IsCertificate">True for a certificate.</param>
/// <param name="DisplayName">Its name, cut.</param>
/// <param name="Hint">The first characters of a secret, by which one's own is told from others.</param>
/// <param name="EndsAt">When it ends.</param>
public sealed record RegisteredKey(string? KeyId, bool IsCertificate, string? DisplayName, string? Hint, DateTimeOffset? EndsAt);

/// <summary>
/// The application's own registration. Only the home tenant holds it: elsewhere the list is empty and the expiry cannot be read;
/// without the permission it is unknown, which is not the same as fine.
/// </summary>
public sealed class ApplicationClient
{
    private readonly CloudChannel channel;
    private readonly string clientId;

    internal ApplicationClient(CloudChannel channel, string clientId) => (this.channel, this.clientId) = (channel, clientId);

    /// <summary>The registered keys; empty when the registration is not in this tenant.</summary>
    public async Task<CloudResult<IReadOnlyList<RegisteredKey>>> ListKeysAsync(CancellationToken cancellation = default)
    {
        var filter = Uri.EscapeDataString($"appId eq '{clientId}'");
        var address = channel.Address($"/v1.0/applications?$filter={filter}&$select=id,appId,passwordCredentials,keyCredentials");
        var read = await channel
            .ListAsync(new CloudRequest(address, "the application permission Application.Read.All"), cancellation)
            .ConfigureAwait(false);
        return read.Then(page => CloudResult.Ok<IReadOnlyList<RegisteredKey>>([.. page.List.Records.SelectMany(Keys)]));
    }

    private static IEnumerable<RegisteredKey> Keys(RawRecord application) =>
        Keys(application, "passwordCredentials", isCertificate: false)
            .Concat(Keys(application, "keyCredentials", isCertificate: true));

    private static List<RegisteredKey> Keys(RawRecord application, string member, bool isCertificate)
    {
        try
        {
            return JsonSlices.Member(application.Utf8, member) is { } keys
                ? JsonSlices.Elements(keys).ConvertAll(key => Key(new RawRecord(key), isCertificate))
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static RegisteredKey Key(RawRecord key, bool isCertificate) => new(
        key.Text("keyId"),
        isCertificate,
        PlainText.Cut(key.Text("displayName"), 120),
        PlainText.Cut(key.Text("hint"), 8),
        DateTimeOffset.TryParse(
            key.Text("endDateTime"),
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var end)
            ? end
            : null);
}
