namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>The stable code of each kind and the sentence that tells a person what to do.</summary>
internal static class ErrorGuide
{
    public static string Code(CloudErrorKind kind) => kind switch
    {
        CloudErrorKind.SettingsInvalid => "settings-invalid",
        CloudErrorKind.CertificateUnreadable => "certificate-unreadable",
        CloudErrorKind.CredentialExpired => "credential-expired",
        CloudErrorKind.CredentialWrong => "credential-wrong",
        CloudErrorKind.ApplicationNotInTenant => "application-not-in-tenant",
        CloudErrorKind.CertificateNotAccepted => "certificate-not-accepted",
        CloudErrorKind.TenantUnknown => "tenant-unknown",
        CloudErrorKind.ResourceNotProvisioned => "resource-not-provisioned",
        CloudErrorKind.ClockSkew => "clock-skew",
        CloudErrorKind.BlockedByConditionalAccess => "blocked-by-conditional-access",
        CloudErrorKind.SignInRefused => "sign-in-refused",
        CloudErrorKind.TokenRefused => "token-refused",
        CloudErrorKind.PermissionMissing => "permission-missing",
        CloudErrorKind.WorkspaceNotFoundOrNoRole => "workspace-not-found-or-no-role",
        CloudErrorKind.NotFound => "not-found",
        CloudErrorKind.BadRequest => "bad-request",
        CloudErrorKind.QuerySyntax => "query-syntax",
        CloudErrorKind.Conflict => "conflict",
        CloudErrorKind.Throttled => "throttled",
        CloudErrorKind.Transient => "transient",
        CloudErrorKind.Partial => "partial",
        CloudErrorKind.InvalidAnswer => "invalid-answer",
        CloudErrorKind.AnswerTooLarge => "answer-too-large",
        CloudErrorKind.ForeignNextLink => "foreign-next-link",
        CloudErrorKind.NetworkUnreachable => "network-unreachable",
        CloudErrorKind.TlsNotTrusted => "tls-not-trusted",
        CloudErrorKind.ServiceAbsentInCloud => "service-absent-in-cloud",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string WhatToDo(CloudError error) => error.Kind switch
    {
        CloudErrorKind.SettingsInvalid => "Correct the connector's settings.",
        CloudErrorKind.CertificateUnreadable =>
            "Supply the certificate again, as PKCS#12 or PEM, with its RSA private key and the right password.",
        CloudErrorKind.CredentialExpired =>
            "The client secret has expired: create a new one at the app registration and enter it here.",
        CloudErrorKind.CredentialWrong =>
            "The client secret is wrong: enter the secret's value (not its ID) of this app registration.",
        CloudErrorKind.ApplicationNotInTenant =>
            "The application is unknown or disabled in this tenant: check client id and tenant id, and have an administrator of the tenant consent to it.",
        CloudErrorKind.CertificateNotAccepted =>
            "The certificate was not accepted: upload its public part to this app registration, and check client id, tenant id and cloud.",
        CloudErrorKind.TenantUnknown => "No such tenant in this cloud: check tenant id and cloud.",
        CloudErrorKind.ResourceNotProvisioned =>
            $"{Name(error.Service)} is not provisioned in this tenant: enable the service or its licence there.",
        CloudErrorKind.ClockSkew =>
            "The sign-in was outside its validity: set this machine's clock (NTP), then check that the certificate belongs to the app registration.",
        CloudErrorKind.BlockedByConditionalAccess =>
            "A Conditional Access policy for workload identities blocks the sign-in: have an administrator allow this application or this location.",
        CloudErrorKind.SignInRefused => "The sign-in was refused: look the code up in Microsoft's list of AADSTS errors.",
        CloudErrorKind.TokenRefused =>
            $"{Name(error.Service)} did not accept the token: check that cloud and tenant belong together.",
        CloudErrorKind.PermissionMissing =>
            $"Grant {error.Grant ?? "the permission that the message names"} to the application, with an administrator's consent; check the licence of the service, too.",
        CloudErrorKind.WorkspaceNotFoundOrNoRole =>
            $"Check the workspace's ids; if they are right, grant {error.Grant ?? "a reader role"} on the workspace (it can take up to an hour to count).",
        CloudErrorKind.NotFound => "The object is gone, or was never there: check its id.",
        CloudErrorKind.BadRequest => "The API refused the request: correct what its message names.",
        CloudErrorKind.QuerySyntax =>
            "Correct the query; a table that does not exist yet (SecurityIncident before the first incident) is refused in the same way.",
        CloudErrorKind.Conflict => "Somebody else changed the object in the meantime: read it again.",
        CloudErrorKind.Throttled => "Nothing: the API asks to slow down and the call is repeated later. If it stays, poll less often.",
        CloudErrorKind.Transient => "Nothing: the API has a passing fault and the call is repeated later. If it stays, look at the service's health.",
        CloudErrorKind.Partial => "The answer was not whole and is not used; a narrower window is asked for next.",
        CloudErrorKind.InvalidAnswer =>
            "The answer could not be read: if a proxy or an own endpoint stands between, check it; else report it with the request id.",
        CloudErrorKind.AnswerTooLarge => "The answer is larger than this server accepts: ask for fewer records at once.",
        CloudErrorKind.ForeignNextLink =>
            "The answer pointed to another server and was not followed: check the endpoint set, and who answers there.",
        CloudErrorKind.NetworkUnreachable => $"{Name(error.Service)} could not be reached: check network, firewall, DNS and proxy.",
        CloudErrorKind.TlsNotTrusted =>
            "The server's certificate is not trusted: check for an inspecting proxy, or the root certificate of the endpoint set.",
        CloudErrorKind.ServiceAbsentInCloud =>
            "This source does not exist in the chosen cloud: use a sentinel connector there, or choose another cloud.",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };

    public static string Name(CloudService service) => service switch
    {
        CloudService.Entra => "The Microsoft Entra sign-in service",
        CloudService.Graph => "Microsoft Graph",
        CloudService.LogAnalytics => "The Log Analytics query API",
        CloudService.ResourceManager => "Azure Resource Manager",
        CloudService.Outlook => "Microsoft Graph (mail)",
        CloudService.Exchange => "The admin API of Exchange Online",
        _ => throw new ArgumentOutOfRangeException(nameof(service)),
    };
}
