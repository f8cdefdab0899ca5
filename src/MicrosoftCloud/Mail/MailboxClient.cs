using System.Globalization;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>One page of messages.</summary>
/// <param name="Records">The array elements, byte for byte; those that only say that a message went away are left out.</param>
/// <param name="NextLink">Follow it verbatim; null on the last page.</param>
/// <param name="DeltaLink">On the last page of a delta round: where the next round begins.</param>
/// <param name="RequestId">The API's request id.</param>
public sealed record MessagePage(IReadOnlyList<RawRecord> Records, string? NextLink, string? DeltaLink, string? RequestId);

/// <summary>An attachment, without its content.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="IsItem">Whether it is a message of Exchange rather than a file.</param>
/// <param name="IsInline">Whether it is part of the body.</param>
public sealed record MessageAttachment(string Id, string Name, string ContentType, bool IsItem, bool IsInline);

/// <summary>
/// The inbox of one mailbox in Graph v1.0. Ids are immutable ones: the usual ones change when a message is moved. What people do with a
/// message later (read, flag) is not asked for.
/// </summary>
public sealed class MailboxClient
{
    /// <summary>Messages a page: each may bring a mail of megabytes with it.</summary>
    public const int PageSize = 25;

    private const string Grant = "the application permission Mail.Read, for this mailbox";
    private const string Select =
        "id,createdDateTime,receivedDateTime,sentDateTime,subject,from,sender,toRecipients,ccRecipients,internetMessageId,internetMessageHeaders,conversationId,hasAttachments,webLink";

    private readonly CloudChannel channel;
    private readonly EndpointSet endpoints;
    private readonly string? mailbox;

    internal MailboxClient(CloudChannel channel, EndpointSet endpoints, string address) =>
        (this.channel, this.endpoints, mailbox) = (channel, endpoints, PathSegments.TryEscape(address, out var segment) ? $"/v1.0/users/{segment}" : null);

    /// <summary>The first page of the messages received in a stretch of time, oldest first.</summary>
    /// <param name="condition">A condition over <c>receivedDateTime</c> and, in parentheses, whatever else; the time must come first.</param>
    /// <param name="top">Messages a page.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<CloudResult<MessagePage>> ListAsync(string condition, int top = PageSize, CancellationToken cancellation = default) => PageAsync(
        $"/mailFolders/inbox/messages?$filter={Uri.EscapeDataString(condition)}&$orderby=receivedDateTime%20asc&$top={top.ToString(CultureInfo.InvariantCulture)}&$select={Select}",
        null,
        cancellation);

    /// <summary>The first page of a delta round over new messages, received from then on.</summary>
    public Task<CloudResult<MessagePage>> DeltaAsync(DateTimeOffset from, CancellationToken cancellation = default) => PageAsync(
        $"/mailFolders/inbox/messages/delta?changeType=created&$filter={Uri.EscapeDataString(Received(from, null))}&$select={Select}", PageSize, cancellation);

    /// <summary>A further page of a list or a round, or the first of the next round. The link must lead to the same server.</summary>
    public async Task<CloudResult<MessagePage>> NextAsync(string link, CancellationToken cancellation = default) =>
        Page(await channel.NextAsync(link, address => Request(address, PageSize), cancellation).ConfigureAwait(false));

    /// <summary>The attachments of a message.</summary>
    public async Task<CloudResult<IReadOnlyList<MessageAttachment>>> AttachmentsAsync(string message, CancellationToken cancellation = default)
    {
        if (Address(message, "/attachments?$select=id,name,contentType,size,isInline") is not { } address)
        {
            return CloudResult.Failed<IReadOnlyList<MessageAttachment>>(BadAddress());
        }

        var list = await channel.ListAsync(Request(address, null), cancellation).ConfigureAwait(false);
        return list.Then(page => CloudResult.Ok<IReadOnlyList<MessageAttachment>>(
        [
            .. page.List.Records.Where(record => record.Text("id") is not null).Select(record => new MessageAttachment(
                record.Text("id")!,
                record.Text("name") ?? "",
                record.Text("contentType") ?? "",
                record.Text("@odata.type") == "#microsoft.graph.itemAttachment",
                JsonSlices.Member(record.Utf8, "isInline") is { } inline && inline.Span.SequenceEqual("true"u8))),
        ]));
    }

    /// <summary>The content of an attachment: a file's bytes, an attached message's MIME.</summary>
    public Task<CloudResult<ReadOnlyMemory<byte>>> AttachmentContentAsync(string message, string attachment, CancellationToken cancellation = default) =>
        BytesAsync(PathSegments.TryEscape(attachment, out var segment) ? Address(message, $"/attachments/{segment}/$value") : null, cancellation);

    /// <summary>The MIME of a message.</summary>
    public Task<CloudResult<ReadOnlyMemory<byte>>> MimeAsync(string message, CancellationToken cancellation = default) =>
        BytesAsync(Address(message, "/$value"), cancellation);

    /// <summary>The condition that bounds the time of receipt.</summary>
    public static string Received(DateTimeOffset from, DateTimeOffset? until) =>
        "receivedDateTime ge " + SourceTimes.Text(from) + (until is { } to ? " and receivedDateTime lt " + SourceTimes.Text(to) : "");

    private async Task<CloudResult<MessagePage>> PageAsync(string pathAndQuery, int? size, CancellationToken cancellation)
    {
        if (endpoints.Refuses(CloudSources.Mailboxes) is { } absent)
        {
            return CloudResult.Failed<MessagePage>(absent);
        }

        return mailbox is null
            ? CloudResult.Failed<MessagePage>(BadAddress())
            : Page(await channel.ListAsync(Request(channel.Address(mailbox + pathAndQuery), size), cancellation).ConfigureAwait(false));
    }

    private async Task<CloudResult<ReadOnlyMemory<byte>>> BytesAsync(Uri? address, CancellationToken cancellation)
    {
        if (address is null)
        {
            return CloudResult.Failed<ReadOnlyMemory<byte>>(BadAddress());
        }

        var sent = await channel.SendAsync(Request(address, null) with { Accept = "*/*" }, cancellation).ConfigureAwait(false);
        return sent.Then(answer => CloudResult.Ok(answer.Body));
    }

    private Uri? Address(string message, string rest) => mailbox is not null && PathSegments.TryEscape(message, out var segment)
        ? channel.Address($"{mailbox}/messages/{segment}{rest}")
        : null;

    private CloudError BadAddress() => channel.Error(CloudErrorKind.SettingsInvalid, "the mailbox or the message cannot stand in an address");

    private static CloudRequest Request(Uri address, int? size) => new(address, Grant)
    {
        Prefer = size is { } most ? $"IdType=\"ImmutableId\", odata.maxpagesize={most.ToString(CultureInfo.InvariantCulture)}" : "IdType=\"ImmutableId\"",
    };

    private static CloudResult<MessagePage> Page(CloudResult<(RecordArray List, string? RequestId)> read) => read.Then(page => CloudResult.Ok(new MessagePage(
        [.. page.List.Records.Where(record => JsonSlices.Member(record.Utf8, "@removed") is null)],
        page.List.NextLink,
        page.List.DeltaLink,
        page.RequestId)));
}
