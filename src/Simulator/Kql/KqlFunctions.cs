using System.Text.Json;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>The scalar functions.</summary>
internal static class KqlFunctions
{
    /// <summary>Binds a call.</summary>
    public static Bound Bind(CallExpr call, Bound[] a, KqlRows input, KqlScalar scope, string where)
    {
        (string name, int count) = (call.Name, a.Length);
        return (name, count) switch
        {
            ("now", 0) => Bound.Constant(scope.Now, LogType.DateTime),
            ("now", 1) when a[0].Type == LogType.TimeSpan => new(LogType.DateTime, row => a[0].Of(row) is TimeSpan span ? scope.Now + span : null),
            ("ago", 1) when a[0].Type == LogType.TimeSpan => new(LogType.DateTime, row => a[0].Of(row) is TimeSpan span ? scope.Now - span : null),
            ("ingestion_time", 0) => IngestionTime(input),
            ("column_ifexists" or "columnifexists", 2) => input.IndexOf(KqlValues.Text(a[0].Of([]))) is >= 0 and var index
                ? new(input.Columns[index].Type, row => row[index])
                : a[1],
            ("not", 1) => new(LogType.Bool, row => !a[0].Holds(row)),
            ("isempty", 1) => new(LogType.Bool, row => KqlValues.Text(a[0].Of(row)).Length == 0),
            ("isnotempty" or "notempty", 1) => new(LogType.Bool, row => KqlValues.Text(a[0].Of(row)).Length > 0),
            ("isnull", 1) => new(LogType.Bool, row => KqlValues.Plain(a[0].Of(row)) is null),
            ("isnotnull" or "notnull", 1) => new(LogType.Bool, row => KqlValues.Plain(a[0].Of(row)) is not null),
            ("tostring", 1) => Cast(LogType.String, a[0]),
            ("toint", 1) => Cast(LogType.Int, a[0]),
            ("tolong", 1) => Cast(LogType.Long, a[0]),
            ("todouble" or "toreal", 1) => Cast(LogType.Real, a[0]),
            ("tobool", 1) => Cast(LogType.Bool, a[0]),
            ("todatetime", 1) => Cast(LogType.DateTime, a[0]),
            ("totimespan", 1) => Cast(LogType.TimeSpan, a[0]),
            ("toguid", 1) => Cast(LogType.Guid, a[0]),
            ("parse_json" or "todynamic", 1) => new(LogType.Dynamic, row => ParseJson(a[0].Of(row))),
            ("tolower", 1) => new(LogType.String, row => KqlValues.Text(a[0].Of(row)).ToLowerInvariant()),
            ("toupper", 1) => new(LogType.String, row => KqlValues.Text(a[0].Of(row)).ToUpperInvariant()),
            ("strlen", 1) => new(LogType.Long, row => (long)KqlValues.Text(a[0].Of(row)).Length),
            ("strcat", > 0) => new(LogType.String, row => string.Concat(a.Select(argument => KqlValues.Text(argument.Of(row))))),
            ("bin" or "floor", 2) => new(a[0].Type, row => Bin(a[0].Of(row), a[1].Of(row))),
            ("iff" or "iif", 3) => new(a[1].Type, row => a[0].Holds(row) ? a[1].Of(row) : a[2].Of(row)),
            ("coalesce", > 1) => new(a[0].Type, row => a.Select(argument => argument.Of(row)).FirstOrDefault(value => KqlValues.Text(value).Length > 0)),
            ("array_length", 1) => new(LogType.Long, row => a[0].Of(row) is JsonElement { ValueKind: JsonValueKind.Array } list ? (long)list.GetArrayLength() : null),
            _ when KqlAggregates.IsAggregate(name) =>
                throw KqlException.Semantic($"'{where}' operator: '{name}' can be used only in the context of summarize", call.Position),
            _ => throw KqlException.Semantic($"'{where}' operator: Unknown function or wrong arguments: '{name}' with {count} argument(s)", call.Position),
        };
    }

    private static Bound IngestionTime(KqlRows input)
    {
        int index = input.IndexOf(KqlRows.IngestionColumn);
        return new Bound(LogType.DateTime, row => index < 0 ? null : row[index]);
    }

    private static Bound Cast(LogType type, Bound value) => new(type, row => KqlValues.Convertible(value.Of(row), type));

    private static JsonElement? ParseJson(object? value)
    {
        if (value is JsonElement { ValueKind: not JsonValueKind.String } element)
        {
            return element;
        }

        string text = KqlValues.Text(value);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return text.Length == 0 ? null : KqlValues.Dynamic(text);
        }
    }

    private static object? Bin(object? value, object? size) => (KqlValues.Plain(value), KqlValues.Plain(size)) switch
    {
        (DateTimeOffset time, TimeSpan span) when span.Ticks > 0 => new DateTimeOffset(time.UtcTicks - (time.UtcTicks % span.Ticks), TimeSpan.Zero),
        (TimeSpan time, TimeSpan span) when span.Ticks > 0 => new TimeSpan(time.Ticks - (time.Ticks % span.Ticks)),
        (long number, long step) when step > 0 => number - (((number % step) + step) % step),
        (long or double, long or double) => Math.Floor(KqlValues.Number(value)!.Value / KqlValues.Number(size)!.Value) * KqlValues.Number(size),
        _ => null,
    };
}
