namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>One mail of one mailbox, found by its internet message id: the message with its headers, and its MIME. Reads only.</summary>
public sealed class MailEvidenceClient
{
    /// <summary>The permission that it needs.</summary>
    public const string Permission = "Mail.Read";

    private const string Grant = "the application permission Mail.Read";
    private const string Prefer = "IdType=\"ImmutableId\"";

    private const string Select =
        "id,internetMessageId,internetMessageHeaders,subject,from,sender,toRecipients,ccRecipients,replyTo,sentDateTime,receivedDateTime,"
        + "hasAttachments,parentFolderId,body";

    private readonly CloudChannel channel;

    internal MailEvidenceClient(CloudChannel channel) => this.channel = channel;

    /// <summary>The mails of a mailbox with this Message-ID: none, one, or the copies that the owner made.</summary>
    /// <param name="mailbox">The mailbox's address or the user's id.</param>
    /// <param name="internetMessageId">The header Message-ID, angle brackets included.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<CloudResult<IReadOnlyList<RawRecord>>> FindAsync(string mailbox, string internetMessageId, CancellationToken cancellation = default)
    {
        if (!PathSegments.TryEscape(mailbox, out var user))
        {
            return CloudResult.Failed<IReadOnlyList<RawRecord>>(channel.Error(CloudErrorKind.BadRequest, "the mailbox cannot stand in an address"));
        }

        var filter = Uri.EscapeDataString($"internetMessageId eq '{internetMessageId.Replace("'", "''", StringComparison.Ordinal)}'");
        var request = Request($"/v1.0/users/{user}/messages?$filter={filter}&$select={Select}&$top=5");
        var read = await channel.ListAsync(request, cancellation).ConfigureAwait(false);
        return read.Then(page => CloudResult.Ok(page.List.Records));
    }

    /// <summary>A mail as it was received, RFC 5322.</summary>
    public async Task<CloudResult<ReadOnlyMemory<byte>>> ReadMimeAsync(string mailbox, string id, CancellationToken cancellation = default)
    {
        if (!PathSegments.TryEscape(mailbox, out var user) || !PathSegments.TryEscape(id, out var message))
        {
            return CloudResult.Failed<ReadOnlyMemory<byte>>(channel.Error(CloudErrorKind.BadRequest, "the mailbox or the id cannot stand in an address"));
        }

        var sent = await channel.SendAsync(Request($"/v1.0/users/{user}/messages/{message}/$value"), cancellation).ConfigureAwait(false);
        return sent.Then(answer => CloudResult.Ok(answer.Body));
    }

    private CloudRequest Request(string pathAndQuery) => new(channel.Address(pathAndQuery), Grant) { Prefer = Prefer };
}
