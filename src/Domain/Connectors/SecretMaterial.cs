using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>What a settings document held that must be sealed at once: never in an event, a log, an answer or a text of this object.</summary>
public sealed class SecretMaterial
{
    /// <summary>The application's secret.</summary>
    [JsonIgnore]
    public string? ClientSecret { get; init; }

    /// <summary>A certificate with its key: base64 of PKCS#12, or PEM text.</summary>
    [JsonIgnore]
    public string? Certificate { get; init; }

    /// <summary>The password of the PKCS#12 file.</summary>
    [JsonIgnore]
    public string? CertificatePassword { get; init; }

    /// <summary>Shows nothing.</summary>
    public override string ToString() => "(secret)";
}
