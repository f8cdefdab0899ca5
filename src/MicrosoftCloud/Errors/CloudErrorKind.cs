namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>The ways in which a call to a Microsoft API fails; each has a stable code and says what a person must do.</summary>
public enum CloudErrorKind
{
    /// <summary>The credentials or the endpoint set are malformed; nothing was sent.</summary>
    SettingsInvalid,

    /// <summary>The certificate cannot be opened or has no RSA private key; nothing was sent.</summary>
    CertificateUnreadable,

    /// <summary>AADSTS7000222.</summary>
    CredentialExpired,

    /// <summary>AADSTS7000215, or invalid_client without a known number.</summary>
    CredentialWrong,

    /// <summary>AADSTS700016 and its like.</summary>
    ApplicationNotInTenant,

    /// <summary>AADSTS700027, 700021, 700023.</summary>
    CertificateNotAccepted,

    /// <summary>AADSTS90002, 900023.</summary>
    TenantUnknown,

    /// <summary>AADSTS500011: the resource has no principal in the tenant.</summary>
    ResourceNotProvisioned,

    /// <summary>AADSTS50012, 500133, 700024: an assertion outside its validity.</summary>
    ClockSkew,

    /// <summary>AADSTS53003 and its like.</summary>
    BlockedByConditionalAccess,

    /// <summary>Any other refusal of the token service.</summary>
    SignInRefused,

    /// <summary>The API did not accept the token (401, or a wrong audience).</summary>
    TokenRefused,

    /// <summary>403: a permission, role or licence is missing.</summary>
    PermissionMissing,

    /// <summary>The workspace does not exist or the application has no role on it; the APIs do not tell which.</summary>
    WorkspaceNotFoundOrNoRole,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>400 and other refusals of the request itself.</summary>
    BadRequest,

    /// <summary>The query text is not accepted.</summary>
    QuerySyntax,

    /// <summary>409, 412: another version exists.</summary>
    Conflict,

    /// <summary>429, or a demand to wait longer than a call waits by itself.</summary>
    Throttled,

    /// <summary>408, 5xx, temporarily_unavailable.</summary>
    Transient,

    /// <summary>206, a Warning header, PartialError: the answer is not whole.</summary>
    Partial,

    /// <summary>The answer cannot be read.</summary>
    InvalidAnswer,

    /// <summary>The answer is larger than the limit of the connection.</summary>
    AnswerTooLarge,

    /// <summary>A next link leaves the endpoint's scheme, host and port; it was not followed.</summary>
    ForeignNextLink,

    /// <summary>No connection, or no answer in time.</summary>
    NetworkUnreachable,

    /// <summary>The server's certificate is not trusted, or no TLS session came about.</summary>
    TlsNotTrusted,

    /// <summary>The source does not exist in this cloud; nothing was sent.</summary>
    ServiceAbsentInCloud,
}

/// <summary>Who answered, or should have.</summary>
public enum CloudService
{
    /// <summary>The token service.</summary>
    Entra,

    /// <summary>Microsoft Graph.</summary>
    Graph,

    /// <summary>The Log Analytics query API.</summary>
    LogAnalytics,

    /// <summary>Azure Resource Manager.</summary>
    ResourceManager,

    /// <summary>Mailboxes in Microsoft Graph: the same address, limits of its own.</summary>
    Outlook,

    /// <summary>The admin API of Exchange Online.</summary>
    Exchange,
}
