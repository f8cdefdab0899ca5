using System.Text;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>A settings document that was read and whose cloud and certificate were looked at.</summary>
/// <param name="Id">The connector's slug.</param>
/// <param name="Settings">The settings, with the thumbprint of the certificate that came along.</param>
/// <param name="Secret">What came along to sign in with; null when nothing did.</param>
/// <param name="Certificate">What may be said of that certificate.</param>
/// <param name="Enabled">Whether it asks for polling.</param>
public sealed record GivenSettings(
    string Id, ConnectorSettings Settings, ConnectorSecret? Secret, CertificateFacts? Certificate, bool? Enabled)
{
    /// <summary>The position of the preview that was looked at before.</summary>
    public long? PreviewedAt { get; init; }
}

/// <summary>Reads settings documents as this server understands them.</summary>
public sealed class SettingsIntake(SourceConnections sources, EndpointDirectory endpoints)
{
    /// <summary>Reads one. Exactly one of the two answers is not null.</summary>
    public (GivenSettings? Given, Problem? Refusal) Read(ReadOnlyMemory<byte> json)
    {
        var reading = SettingsDocument.Read(json);
        if (reading is SettingsReading.Invalid invalid)
        {
            return (null, SettingsProblems.Of(invalid.Problems));
        }

        var valid = (SettingsReading.Valid)reading;
        if (endpoints.Resolve(valid.Settings.Cloud) is EndpointResolution.Refused refused)
        {
            return (null, SettingsProblems.Of("cloud", refused.Reason, $"Use one of: {string.Join(", ", refused.Allowed)}."));
        }

        if (valid.Secret is null)
        {
            return (new GivenSettings(valid.Id, valid.Settings, null, null, valid.Enabled), null);
        }

        return SecretOf(valid.Secret) is { } secret
            ? Checked(valid, secret)
            : (null, SettingsProblems.Of(
                "credentials.certificate", "It is neither PEM text nor base64 of a PKCS#12 file.", "Send one of the two, with its private key."));
    }

    private (GivenSettings? Given, Problem? Refusal) Checked(SettingsReading.Valid valid, ConnectorSecret secret)
    {
        switch (sources.Open(valid.Settings, secret))
        {
            case SourceConnection.Refused refused:
                return (null, SettingsProblems.Of(secret.Field, refused.Message, refused.WhatToDo));
            case SourceConnection.Connected connected:
                using (connected.Connection)
                {
                    var certificate = connected.Connection.Certificate;
                    var credentials = valid.Settings.Credentials with { CertificateThumbprint = certificate?.Thumbprint };
                    return (new GivenSettings(valid.Id, valid.Settings with { Credentials = credentials }, secret, certificate, valid.Enabled), null);
                }

            default:
                throw new InvalidOperationException("A connection is open or refused.");
        }
    }

    private static ConnectorSecret? SecretOf(SecretMaterial material)
    {
        if (material.Certificate is not { } text)
        {
            return new ConnectorSecret.ClientSecret(material.ClientSecret ?? "");
        }

        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return new ConnectorSecret.Certificate(Encoding.UTF8.GetBytes(text), material.CertificatePassword);
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written)
            ? new ConnectorSecret.Certificate(bytes.AsMemory(0, written), material.CertificatePassword)
            : null;
    }
}
