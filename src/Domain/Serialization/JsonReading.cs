using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>Steps of a hand-written reader. Whatever is not as expected is a <see cref="JsonException"/>, upon which the serializer reads instead.</summary>
internal static class JsonReading
{
    private const int FewItems = 4;

    /// <summary>Stands on the beginning of an object.</summary>
    public static void Begin(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }
    }

    /// <summary>The next name of an object, and the reader on its value; false at the end of the object.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="names">The names that are known.</param>
    /// <param name="name">Null when it is none of them.</param>
    public static bool Next(ref Utf8JsonReader reader, JsonNames names, out string? name)
    {
        name = null;
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        name = reader.ValueIsEscaped ? throw new JsonException() : names.Find(reader.ValueSpan);
        return reader.Read();
    }

    /// <summary>A text that is different in each event.</summary>
    public static string Text(ref Utf8JsonReader reader) => IsText(ref reader) ? reader.GetString()! : throw new JsonException();

    /// <summary>A text that many events share.</summary>
    public static string Word(ref Utf8JsonReader reader) => IsText(ref reader) ? RepeatedWords.Read(ref reader) : throw new JsonException();

    /// <summary>A list of such texts.</summary>
    public static IReadOnlyList<string> Words(ref Utf8JsonReader reader) => List(ref reader, Word);

    /// <summary>A list of texts that are different in each event.</summary>
    public static IReadOnlyList<string> Texts(ref Utf8JsonReader reader) => List(ref reader, Text);

    /// <summary>A list.</summary>
    public static IReadOnlyList<T> List<T>(ref Utf8JsonReader reader, Item<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        T[] items = [];
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == items.Length)
            {
                Array.Resize(ref items, Math.Max(FewItems, count * 2));
            }

            items[count++] = read(ref reader);
        }

        Array.Resize(ref items, count);
        return items;
    }

    /// <summary>What must be there.</summary>
    public static T Given<T>([NotNull] T? value)
        where T : class => value ?? throw new JsonException();

    /// <summary>What must be there.</summary>
    public static T Given<T>([NotNull] T? value)
        where T : struct => value ?? throw new JsonException();

    /// <summary>Reads one item of a list.</summary>
    public delegate T Item<out T>(ref Utf8JsonReader reader);

    private static bool IsText(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String;
}
