using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>A mail in quarantine, as Exchange lists it.</summary>
/// <param name="Identity">Two GUIDs with a backslash between them.</param>
/// <param name="Record">The list's element, byte for byte.</param>
public sealed record QuarantinedMail(string Identity, RawRecord Record);

/// <summary>What a search in the quarantine brought.</summary>
/// <param name="Mails">The mails that were asked for.</param>
/// <param name="Foreign">How many others the answer held: the quarantine has been seen to ignore filters.</param>
public sealed record QuarantineSearch(IReadOnlyList<QuarantinedMail> Mails, int Foreign);

/// <summary>
/// The quarantine through the transport of Exchange Online PowerShell (<c>InvokeCommand</c>), which Microsoft does not document. A cmdlet that
/// is given an empty or unknown identity answers with everything: none is ever sent, and each answer is compared with what was asked.
/// </summary>
public sealed class QuarantineClient
{
    private const string Grant = "the application permission Exchange.ManageAsApp, and a directory role such as Security Reader,";
    private const string SystemMailbox = "SystemMailbox{8cc370d3-822a-4ab8-a926-bb94bd0641a9}";
    private const int PageSize = 100;

    private readonly CloudChannel channel;
    private readonly string organization;

    internal QuarantineClient(CloudChannel channel, string organization) => (this.channel, this.organization) = (channel, organization);

    /// <summary>Finds the mails of one Message-Id, whoever received them.</summary>
    /// <param name="messageId">Without angle brackets; must not be blank.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<CloudResult<QuarantineSearch>> FindAsync(string messageId, CancellationToken cancellation = default)
    {
        var asked = Bare(messageId);
        if (asked.Length == 0)
        {
            return CloudResult.Failed<QuarantineSearch>(channel.Error(CloudErrorKind.BadRequest, "a search without a Message-Id would list the whole quarantine; nothing was sent"));
        }

        var read = await InvokeAsync("Get-QuarantineMessage", new() { ["MessageId"] = $"<{asked}>", ["PageSize"] = PageSize, ["Page"] = 1 }, cancellation).ConfigureAwait(false);
        return read.Then(list =>
        {
            var mails = list.Where(record => Bare(record.Text("MessageId")).Equals(asked, StringComparison.OrdinalIgnoreCase) && IsIdentity(record.Text("Identity")))
                .Select(record => new QuarantinedMail(record.Text("Identity")!, record))
                .ToList();
            return CloudResult.Ok(new QuarantineSearch(mails, list.Count - mails.Count));
        });
    }

    /// <summary>The mail itself, as MIME. Fails as <see cref="CloudErrorKind.InvalidAnswer"/> when the answer is not of that identity.</summary>
    /// <param name="identity">As <see cref="FindAsync"/> gave it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<CloudResult<ReadOnlyMemory<byte>>> ExportAsync(string identity, CancellationToken cancellation = default)
    {
        if (!IsIdentity(identity))
        {
            return CloudResult.Failed<ReadOnlyMemory<byte>>(channel.Error(CloudErrorKind.BadRequest, "the identity of a quarantined mail is two GUIDs; nothing was sent"));
        }

        var read = await InvokeAsync("Export-QuarantineMessage", new() { ["Identity"] = identity }, cancellation).ConfigureAwait(false);
        return read.Then(list => list is [var only] && (only.Text("Identity") ?? identity).Equals(identity, StringComparison.OrdinalIgnoreCase) && only.Text("Eml") is { } eml
            ? Decode(eml, only.Text("BodyEncoding"))
            : CloudResult.Failed<ReadOnlyMemory<byte>>(channel.Error(CloudErrorKind.InvalidAnswer, $"the quarantine answered with {list.Count} mails, or with another one than was asked for")));
    }

    /// <summary>The form that every identity has.</summary>
    public static bool IsIdentity(string? text) =>
        text?.Split('\\') is [var first, var second] && Guid.TryParseExact(first, "D", out var one) && one != Guid.Empty && Guid.TryParseExact(second, "D", out var two) && two != Guid.Empty;

    private static string Bare(string? messageId) => messageId?.Trim().Trim('<', '>').Trim() ?? "";

    private CloudResult<ReadOnlyMemory<byte>> Decode(string eml, string? encoding)
    {
        if (!"Base64".Equals(encoding, StringComparison.OrdinalIgnoreCase))
        {
            return CloudResult.Ok<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(eml));
        }

        var bytes = new byte[eml.Length];
        return Convert.TryFromBase64String(eml, bytes, out var length)
            ? CloudResult.Ok<ReadOnlyMemory<byte>>(bytes.AsMemory(0, length))
            : CloudResult.Failed<ReadOnlyMemory<byte>>(channel.Error(CloudErrorKind.InvalidAnswer, "the mail's base64 cannot be read"));
    }

    private async Task<CloudResult<IReadOnlyList<RawRecord>>> InvokeAsync(
        string cmdlet, Dictionary<string, object> parameters, CancellationToken cancellation)
    {
        if (!PathSegments.TryEscape(organization, out var segment))
        {
            return CloudResult.Failed<IReadOnlyList<RawRecord>>(channel.Error(CloudErrorKind.SettingsInvalid, "organizationId: must be the initial domain"));
        }

        var request = new CloudRequest(channel.Address($"/adminapi/beta/{segment}/InvokeCommand"), Grant)
        {
            Prefer = "odata.maxpagesize=1000",
            AnchorMailbox = $"UPN:{SystemMailbox}@{organization}",
            JsonBody = JsonSerializer.SerializeToUtf8Bytes(new { CmdletInput = new { CmdletName = cmdlet, Parameters = parameters } }),
        };
        return (await channel.ListAsync(request, cancellation).ConfigureAwait(false)).Then(page => CloudResult.Ok(page.List.Records));
    }
}
