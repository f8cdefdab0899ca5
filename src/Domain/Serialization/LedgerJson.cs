using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>The one set of JSON options of the ledger: events, settings, states and the API speak the same form.</summary>
public static class LedgerJson
{
    /// <summary>
    /// camelCase names, enums as strings, ISO 8601 durations, RFC 3339 UTC times cut to microseconds, no nulls; a discriminator may stand anywhere,
    /// since PostgreSQL's jsonb reorders names. Resolved by reflection and not by a generated context: the generated one sets an absent
    /// init-only property to its type's default and not to the one its record declares, so that no field could ever be added to an event.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 128,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new CleanTextConverter(), new InstantConverter(), new DurationConverter(),
                new JsonStringEnumConverter(allowIntegerValues: false) },
        };
        options.MakeReadOnly();
        return options;
    }
}
