using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>What a settings document turned out to be. Closed.</summary>
public abstract record SettingsReading
{
    private SettingsReading()
    {
    }

    /// <summary>It can be used.</summary>
    /// <param name="Id">The connector's slug.</param>
    /// <param name="Settings">The settings, without secrets.</param>
    /// <param name="Secret">The secret that came with it; null when it held none.</param>
    /// <param name="Enabled">Whether it asks for polling; null when it does not say.</param>
    public sealed record Valid(string Id, ConnectorSettings Settings, SecretMaterial? Secret, bool? Enabled) : SettingsReading;

    /// <summary>It cannot be used.</summary>
    /// <param name="Problems">At least one, each with its field and remedy. None quotes a secret.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : SettingsReading;
}

/// <summary>
/// The settings document of the API and of <c>connector add --file</c>: <c>id</c>, <c>kind</c>, <c>enabled</c>, the settings side by side, and
/// <c>credentials</c> with the secret in it. Read strictly: an unknown field is a mistake and not a wish to be ignored.
/// </summary>
public static class SettingsDocument
{
    /// <summary>Reads a document.</summary>
    public static SettingsReading Read(ReadOnlyMemory<byte> json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            // The parser's own words may quote the document, and with it a secret.
            return new SettingsReading.Invalid(
            [
                new SettingsProblem("$", $"The document is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}), or names a field twice.", "Correct the JSON."),
            ]);
        }

        using (document)
        {
            try
            {
                return Read(document.RootElement);
            }
            catch (InvalidOperationException)
            {
                return new SettingsReading.Invalid([new SettingsProblem("$", "The document holds a broken character.", "Save it as UTF-8 and type the text anew.")]);
            }
        }
    }

    /// <summary>The document of a connector, without secrets: read back it gives the same settings.</summary>
    public static JsonObject Write(string id, ConnectorSettings settings, bool enabled)
    {
        var body = JsonSerializer.SerializeToNode(settings, LedgerJson.Options)!.AsObject();
        body.Remove("kind");
        var document = new JsonObject { ["id"] = id, ["kind"] = settings.Kind, ["enabled"] = enabled };
        foreach (var (name, value) in body)
        {
            document[name] = value?.DeepClone();
        }

        return document;
    }

    private static SettingsReading Read(JsonElement root)
    {
        var problems = new List<SettingsProblem>();
        var read = SettingsReader.Read(root, problems);
        if (read is not null && problems.Count == 0)
        {
            problems.AddRange(SettingsValidation.ValidateId(read.Id));
            problems.AddRange(SettingsValidation.Validate(read.Settings));
        }

        return read is null || problems.Count > 0 ? new SettingsReading.Invalid(problems) : read;
    }
}
