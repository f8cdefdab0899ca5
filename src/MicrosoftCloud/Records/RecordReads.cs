namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Reads that Graph and the resource manager share: a list, and one object.</summary>
internal static class RecordReads
{
    public static async Task<CloudResult<(RecordArray List, string? RequestId)>> ListAsync(
        this CloudChannel channel, CloudRequest request, CancellationToken cancellation) =>
        (await channel.SendAsync(request, cancellation).ConfigureAwait(false)).Then(answer =>
            RecordArray.Read(answer.Body) is { } list
                ? CloudResult.Ok((list, answer.RequestId))
                : CloudResult.Failed<(RecordArray, string?)>(Unreadable(channel, answer, "no JSON list")));

    public static async Task<CloudResult<(RawRecord Record, string? RequestId, int Status)>> OneAsync(
        this CloudChannel channel, CloudRequest request, CancellationToken cancellation) =>
        (await channel.SendAsync(request, cancellation).ConfigureAwait(false)).Then(answer =>
        {
            var body = Trimmed(JsonSlices.WithoutMark(answer.Body));
            return RecordArray.IsObject(body)
                ? CloudResult.Ok((new RawRecord(body), answer.RequestId, answer.Status))
                : CloudResult.Failed<(RawRecord, string?, int)>(Unreadable(channel, answer, "no JSON object"));
        });

    /// <summary>Follows a page link, with the same headers and the same care as the first page.</summary>
    public static async Task<CloudResult<(RecordArray List, string? RequestId)>> NextAsync(
        this CloudChannel channel, string nextLink, Func<Uri, CloudRequest> request, CancellationToken cancellation) =>
        channel.Follow(nextLink).TryGet(out var address, out var foreign)
            ? await channel.ListAsync(request(address), cancellation).ConfigureAwait(false)
            : CloudResult.Failed<(RecordArray, string?)>(foreign);

    private static CloudError Unreadable(CloudChannel channel, CloudAnswer answer, string why) =>
        channel.Error(CloudErrorKind.InvalidAnswer, why, answer.RequestId) with { HttpStatus = answer.Status };

    /// <summary>JSON's own white space around the value is not part of it.</summary>
    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> body)
    {
        var start = body.Span.IndexOfAnyExcept(" \t\r\n"u8);
        return start < 0 ? default : body[start..(body.Span.LastIndexOfAnyExcept(" \t\r\n"u8) + 1)];
    }
}
