using System.Text.Json.Serialization;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Who signs in, and with what. Printing it never shows the secret.</summary>
/// <param name="TenantId">GUID or verified domain of the tenant.</param>
/// <param name="ClientId">GUID of the app registration.</param>
/// <param name="Key">Client secret or certificate.</param>
public sealed record CloudCredentials(string TenantId, string ClientId, CloudKey Key);

/// <summary>What proves the application's identity.</summary>
public abstract record CloudKey
{
    private CloudKey()
    {
    }

    /// <summary>A client secret (its value, not its ID).</summary>
    public sealed record ClientSecret([property: JsonIgnore] string Value) : CloudKey
    {
        /// <inheritdoc/>
        public override string ToString() => "client secret";
    }

    /// <summary>A certificate with its RSA private key: PKCS#12 (.pfx) or PEM bytes.</summary>
    public sealed record Certificate([property: JsonIgnore] ReadOnlyMemory<byte> Bytes, [property: JsonIgnore] string? Password = null)
        : CloudKey
    {
        /// <inheritdoc/>
        public override string ToString() => "certificate";
    }

    /// <summary>The texts that must never stand in a message.</summary>
    internal string? SecretText => this switch
    {
        ClientSecret secret => secret.Value,
        Certificate certificate => certificate.Password,
        _ => null,
    };
}

/// <summary>What may be said about a certificate.</summary>
/// <param name="Thumbprint">SHA-256 of the certificate, upper-case hexadecimal.</param>
/// <param name="NotAfter">When it ends.</param>
public sealed record CertificateFacts(string Thumbprint, DateTimeOffset NotAfter);
