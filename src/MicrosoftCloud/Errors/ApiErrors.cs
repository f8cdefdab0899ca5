namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Names the failure that an API's status and error body mean.</summary>
internal static class ApiErrors
{
    /// <param name="service">Who answered.</param>
    /// <param name="status">HTTP status, not 2xx.</param>
    /// <param name="body">The error object, or <see cref="ApiErrorBody.None"/>.</param>
    public static CloudErrorKind Kind(CloudService service, int status, ApiErrorBody body) => status switch
    {
        400 => IsQueryError(service, body) ? CloudErrorKind.QuerySyntax : CloudErrorKind.BadRequest,
        401 => CloudErrorKind.TokenRefused,
        403 => Forbidden(service, body),
        404 => NotFound(service, body),
        408 => CloudErrorKind.Transient,
        409 or 412 => CloudErrorKind.Conflict,
        429 => CloudErrorKind.Throttled,
        >= 400 and < 500 => CloudErrorKind.BadRequest,
        >= 500 => CloudErrorKind.Transient,
        _ => CloudErrorKind.InvalidAnswer,
    };

    private static bool IsQueryError(CloudService service, ApiErrorBody body) =>
        service == CloudService.LogAnalytics && body.Says("SyntaxError", "SemanticError", "BadArgumentError");

    private static CloudErrorKind Forbidden(CloudService service, ApiErrorBody body) =>
        body.Says("InvalidAuthenticationToken", "InvalidAuthenticationTokenAudience", "InvalidAuthenticationTokenTenant")
            ? CloudErrorKind.TokenRefused
            : service == CloudService.LogAnalytics && body.Says("InsufficientAccessError", "UnauthorizedClient")
                ? CloudErrorKind.WorkspaceNotFoundOrNoRole
                : CloudErrorKind.PermissionMissing;

    private static CloudErrorKind NotFound(CloudService service, ApiErrorBody body) => service switch
    {
        CloudService.LogAnalytics => CloudErrorKind.WorkspaceNotFoundOrNoRole,
        CloudService.ResourceManager when body.Says("SubscriptionNotFound", "ResourceGroupNotFound", "ResourceNotFound") =>
            CloudErrorKind.WorkspaceNotFoundOrNoRole,
        _ => CloudErrorKind.NotFound,
    };
}
