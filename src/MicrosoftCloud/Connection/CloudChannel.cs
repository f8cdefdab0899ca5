using Azure.Core;
using Azure.Core.Pipeline;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>One request to one API.</summary>
/// <param name="Address">Where to; it has been checked to belong to the endpoint.</param>
/// <param name="Grant">The permission or role that a refusal should name.</param>
internal sealed record CloudRequest(Uri Address, string Grant)
{
    /// <summary>The header <c>Prefer</c>.</summary>
    public string? Prefer { get; init; }

    /// <summary>What is accepted, when it is no JSON.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Routes a request to the server of a mailbox (header <c>X-AnchorMailbox</c>).</summary>
    public string? AnchorMailbox { get; init; }

    /// <summary>A JSON body makes it a POST, or a PUT when it <see cref="Replaces"/>.</summary>
    public ReadOnlyMemory<byte>? JsonBody { get; init; }

    /// <summary>
    /// Whether the body replaces what is there. Such a request is sent once: when its answer is lost, nobody knows what it did, and only the
    /// caller can find out by reading.
    /// </summary>
    public bool Replaces { get; init; }

    /// <summary>Longest silence, when it differs from the connection's.</summary>
    public TimeSpan? NetworkTimeout { get; init; }
}

/// <summary>A 2xx answer, whole.</summary>
internal sealed record CloudAnswer(int Status, ReadOnlyMemory<byte> Body, string? RequestId);

/// <summary>
/// One API of one connection: its endpoint, its token scope and its pipeline. Every failure comes back as a
/// <see cref="CloudError"/>; only the caller's own cancellation is thrown.
/// </summary>
internal sealed class CloudChannel(
    CloudService service, CloudEndpoint endpoint, HttpPipeline pipeline, CloudKey key, TimeProvider clock)
{
    public CloudService Service => service;

    public string Scope => endpoint.Scope;

    /// <summary>Reads a bare error object.</summary>
    public ApiErrorBody ReadError(ReadOnlyMemory<byte> error) => ApiErrorBody.ReadObject(error, key.SecretText);

    /// <summary>An address below the endpoint; the path must be escaped already.</summary>
    public Uri Address(string pathAndQuery) => new(endpoint.Address.AbsoluteUri.TrimEnd('/') + pathAndQuery);

    public CloudResult<Uri> Follow(string nextLink) => NextLinks.Follow(endpoint.Address, nextLink, service);

    public async Task<CloudResult<CloudAnswer>> SendAsync(CloudRequest request, CancellationToken cancellation)
    {
        try
        {
            using var message = pipeline.CreateMessage();
            Fill(message, request);
            await pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
            return Judge(message.Response, request);
        }
        catch (Exception e) when (ExceptionErrors.IsExpected(e))
        {
            cancellation.ThrowIfCancellationRequested();
            return CloudResult.Failed<CloudAnswer>(ExceptionErrors.Read(e, service, key, clock.GetUtcNow()));
        }
    }

    public CloudError Error(CloudErrorKind kind, string? detail = null, string? requestId = null) =>
        new(kind, service) { Detail = detail, RequestId = requestId };

    private static void Fill(HttpMessage message, CloudRequest request)
    {
        message.BufferResponse = true;
        message.NetworkTimeout = request.NetworkTimeout;
        message.Request.Method = request.JsonBody is null ? RequestMethod.Get : request.Replaces ? RequestMethod.Put : RequestMethod.Post;
        message.Request.Uri.Reset(request.Address);
        message.Request.Headers.Add("Accept", request.Accept);
        message.Request.Headers.Add("client-request-id", message.Request.ClientRequestId);
        if (request.Prefer is { } prefer)
        {
            message.Request.Headers.Add("Prefer", prefer);
        }

        if (request.AnchorMailbox is { } mailbox)
        {
            message.Request.Headers.Add("X-AnchorMailbox", mailbox);
        }

        if (request.JsonBody is { } body)
        {
            message.Request.Headers.Add("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(body);
        }
    }

    private CloudResult<CloudAnswer> Judge(Azure.Response response, CloudRequest request)
    {
        var requestId = RequestId(response.Headers, key.SecretText);
        ReadOnlyMemory<byte> bytes = response.ContentStream is null ? default : response.Content.ToMemory();
        if (response.Status is < 200 or > 299)
        {
            return CloudResult.Failed<CloudAnswer>(Refusal(response, bytes, request, requestId));
        }

        return response.Status == 206 || response.Headers.Contains("Warning")
            ? CloudResult.Failed<CloudAnswer>(new CloudError(CloudErrorKind.Partial, service)
            {
                HttpStatus = response.Status,
                RequestId = requestId,
                Detail = response.Headers.TryGetValue("Warning", out var warning) ? PlainText.CutSafely(warning, key.SecretText) : null,
            })
            : CloudResult.Ok(new CloudAnswer(response.Status, bytes, requestId));
    }

    private CloudError Refusal(Azure.Response response, ReadOnlyMemory<byte> bytes, CloudRequest request, string? requestId)
    {
        var body = ApiErrorBody.Read(bytes, key.SecretText);
        var wait = response.Headers.TryGetValue("Retry-After", out var value) ? RetryAfter.Read(value, clock.GetUtcNow()) : null;
        return new CloudError(ApiErrors.Kind(service, response.Status, body), service)
        {
            HttpStatus = response.Status,
            ApiCode = body.Code,
            RequestId = requestId ?? body.RequestId,
            Detail = body.Message,
            Causes = body.Causes,
            Grant = request.Grant,
            RetryAfter = wait,
        };
    }

    private static string? RequestId(ResponseHeaders headers, string? secret)
    {
        foreach (var name in (ReadOnlySpan<string>)["request-id", "x-ms-request-id", "x-ms-correlation-request-id"])
        {
            if (headers.TryGetValue(name, out var value) && PlainText.CutSafely(value, secret, 128) is { Length: > 0 } id)
            {
                return id;
            }
        }

        return null;
    }
}
