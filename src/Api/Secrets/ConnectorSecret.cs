using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Secrets;

/// <summary>What a person gave for a connector to sign in with. Printing it shows nothing.</summary>
public abstract record ConnectorSecret
{
    private ConnectorSecret()
    {
    }

    /// <summary>The field of the settings that it was given in, by which it is stored and recorded.</summary>
    public abstract string Field { get; }

    /// <summary>The fields under which secrets are stored.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["credentials.clientSecret", "credentials.certificate"];

    /// <summary>A client secret.</summary>
    public sealed record ClientSecret([property: JsonIgnore] string Value) : ConnectorSecret
    {
        /// <inheritdoc />
        public override string Field => Fields[0];

        /// <inheritdoc />
        public override string ToString() => "(client secret)";
    }

    /// <summary>A certificate with its private key: the bytes of a PKCS#12 or PEM file.</summary>
    public sealed record Certificate([property: JsonIgnore] ReadOnlyMemory<byte> Bytes, [property: JsonIgnore] string? Password) : ConnectorSecret
    {
        /// <inheritdoc />
        public override string Field => Fields[1];

        /// <inheritdoc />
        public override string ToString() => "(certificate)";
    }

    /// <summary>As the cloud's client wants it.</summary>
    public CloudKey Key() => this switch
    {
        ClientSecret secret => new CloudKey.ClientSecret(secret.Value),
        Certificate certificate => new CloudKey.Certificate(certificate.Bytes, certificate.Password),
        _ => throw new InvalidOperationException("A secret is a client secret or a certificate."),
    };

    internal byte[] Pack() => this switch
    {
        ClientSecret secret => Encoding.UTF8.GetBytes(secret.Value),
        Certificate certificate => JsonSerializer.SerializeToUtf8Bytes(new Packed(certificate.Bytes.ToArray(), certificate.Password)),
        _ => throw new InvalidOperationException("A secret is a client secret or a certificate."),
    };

    internal static ConnectorSecret Unpack(string field, byte[] packed)
    {
        if (field == Fields[0])
        {
            return new ClientSecret(Encoding.UTF8.GetString(packed));
        }

        var certificate = JsonSerializer.Deserialize<Packed>(packed) ?? throw new InvalidDataException("A stored certificate is empty.");
        return new Certificate(certificate.Bytes, certificate.Password);
    }

    private sealed record Packed(byte[] Bytes, string? Password);
}

/// <summary>What may be said about a stored secret.</summary>
/// <param name="Field">Where it was given.</param>
/// <param name="Revision">The revision of the settings that it was given with.</param>
/// <param name="StoredAt">When.</param>
/// <param name="Thumbprint">Of a certificate: SHA-256, hex.</param>
/// <param name="ExpiresAt">Of a certificate: when it ends.</param>
public sealed record SecretFacts(string Field, int Revision, DateTimeOffset StoredAt, string? Thumbprint = null, DateTimeOffset? ExpiresAt = null);
