using System.Security.Authentication;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Microsoft.Identity.Client;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// Names the failure behind what the pipeline and the identity library throw. Their messages are never passed on: they can
/// quote whole answers.
/// </summary>
internal static class ExceptionErrors
{
    /// <summary>True for what the network, the server or the credential causes; anything else is a fault of ours and is thrown.</summary>
    public static bool IsExpected(Exception exception) => exception
        is RequestFailedException
        or AuthenticationFailedException
        or MsalException
        or AggregateException
        or HttpRequestException
        or IOException
        or AuthenticationException
        or OperationCanceledException
        or AnswerTooLargeException
        or JsonException;

    public static CloudError Read(Exception exception, CloudService asked, CloudKey key, DateTimeOffset now)
    {
        var causes = Causes(exception).ToList();
        var signIn = causes.Exists(e => e is AuthenticationFailedException or MsalException);
        var service = signIn ? CloudService.Entra : asked;
        if (causes.OfType<MsalServiceException>().FirstOrDefault(e => e.StatusCode > 0) is { } refused)
        {
            var wait = refused.Headers?.TryGetValues("Retry-After", out var values) == true ? values.FirstOrDefault() : null;
            return EntraErrors.Read(refused.StatusCode, refused.ResponseBody, asked, key) with { RetryAfter = RetryAfter.Read(wait, now) };
        }

        if (causes.Exists(e => e is AnswerTooLargeException))
        {
            return new CloudError(CloudErrorKind.AnswerTooLarge, service);
        }

        if (causes.Exists(e => e is AuthenticationException))
        {
            return new CloudError(CloudErrorKind.TlsNotTrusted, service);
        }

        if (causes.Exists(e => e is OperationCanceledException))
        {
            return new CloudError(CloudErrorKind.NetworkUnreachable, service) { Detail = "no answer in time" };
        }

        if (causes.OfType<HttpRequestException>().FirstOrDefault() is { } lost)
        {
            return new CloudError(CloudErrorKind.NetworkUnreachable, service) { Detail = Words(lost.HttpRequestError) };
        }

        if (causes.Exists(e => e is IOException or RequestFailedException { Status: 0 }))
        {
            return new CloudError(CloudErrorKind.NetworkUnreachable, service) { Detail = "the connection was lost" };
        }

        return new CloudError(CloudErrorKind.InvalidAnswer, service)
        {
            ApiCode = causes.OfType<MsalException>().FirstOrDefault() is { } msal ? PlainText.Cut(msal.ErrorCode, 64) : null,
        };
    }

    private static string Words(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the server's name could not be resolved",
        HttpRequestError.ConnectionError => "the connection was refused or could not be made",
        HttpRequestError.SecureConnectionError => "no secure connection could be made",
        HttpRequestError.ResponseEnded => "the connection was lost in the middle of the answer",
        HttpRequestError.ProxyTunnelError => "the proxy did not let the connection through",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "the answer broke the rules of HTTP",
        HttpRequestError.VersionNegotiationError => "no version of HTTP could be agreed on",
        _ => "the connection failed",
    };

    /// <summary>The exception and everything inside it, outermost first.</summary>
    public static IEnumerable<Exception> Causes(Exception? exception)
    {
        if (exception is null)
        {
            return [];
        }

        var inner = exception is AggregateException many ? many.InnerExceptions.SelectMany(Causes) : Causes(exception.InnerException);
        return inner.Prepend(exception);
    }
}

/// <summary>The answer passed the limit of the connection; not retried.</summary>
internal sealed class AnswerTooLargeException() : Exception("the answer is larger than the limit");
