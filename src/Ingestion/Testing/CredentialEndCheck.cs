using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Reads when the secret or certificate ends. It is a convenience: without the permission the end is unknown, which fails nothing.</summary>
internal static class CredentialEndCheck
{
    private const string Name = "Read when the client secret ends";
    private const string Grant = "Application.Read.All";

    /// <summary>The end, and the row that says how it was learnt; a certificate needs no row.</summary>
    public static async Task<(CredentialExpiry? Expiry, PermissionCheck? Row)> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var now = context.Time.GetUtcNow();
        if (context.Connection.Certificate is { } certificate)
        {
            return (CredentialExpiry.Of(certificate.NotAfter, now), null);
        }

        var read = await context.AskAsync(CloudService.Graph, context.Connection.ReadCredentialEndAsync, cancellation).ConfigureAwait(false);
        return read.Match<(CredentialExpiry?, PermissionCheck?)>(
            end => end is { } at
                ? (CredentialExpiry.Of(at, now), new PermissionCheck(Name, Grant, CheckResult.Pass))
                : (null, new PermissionCheck(
                    Name, Grant, CheckResult.Unknown, "registration-elsewhere",
                    "The app registration is not in this directory: only its home directory knows when its secrets end.",
                    "Note the end yourself; it was shown when the secret was made.")),
            error => (null, PermissionCheck.Refused(Name, Grant, CheckResult.Unknown, error)));
    }
}
