using System.Reflection;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Tests;

/// <summary>Draws any value of a type of the domain by reflection, so that a new event or field is covered without a word here.</summary>
internal sealed class AnyValue(Random random, bool full = false)
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly string[] Texts =
    [
        "", "a", "Low", "2026-11-20T06:02:41.1Z", "ü€😀", "quote\" back\\ slash/", "line\r\n\ttab", "\u0001\u001b[31m", "\u2028\u007f", "\ufeff", "<b>&'", "\0", "\ud800", "x\udc00y",
    ];

    internal LedgerEvent Event() => Event(EventTypes.All[random.Next(EventTypes.All.Count)].Record);

    internal LedgerEvent Event(Type type) => (LedgerEvent)Of(type)!;

    internal T Of<T>() => (T)Of(typeof(T))!;

    private object? Of(Type type) => type switch
    {
        _ when type == typeof(string) => full ? "text" : Texts[random.Next(Texts.Length)],
        _ when type == typeof(int) => random.Next(),
        _ when type == typeof(long) => random.NextInt64(1L << 53),
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(Guid) => Guid.NewGuid(),
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(1L << 54) * 10),
        _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(random.NextInt64(1L << 50)),
        _ when type.IsEnum => Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)),
        _ when Nullable.GetUnderlyingType(type) is { } inner => full || random.Next(2) == 0 ? Of(inner) : null,
        _ when type == typeof(ConnectorSettings) => Of(random.Next(2) == 0 ? typeof(SentinelSettings) : typeof(Microsoft365Settings)),
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => List(type.GetGenericArguments()[0]),
        _ => Record(type),
    };

    private Array List(Type item)
    {
        var list = Array.CreateInstance(item, random.Next(full ? 1 : 0, 4));
        for (var i = 0; i < list.Length; i++)
        {
            list.SetValue(Of(item), i);
        }

        return list;
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().OrderBy(c => c.GetParameters().Length).First();
        var arguments = constructor.GetParameters().Select(p => Maybe(Nullability.Create(p).ReadState, p.ParameterType)).ToArray();
        var record = constructor.Invoke(arguments);
        var given = constructor.GetParameters().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && !given.Contains(p.Name)))
        {
            property.SetValue(record, Maybe(Nullability.Create(property).ReadState, property.PropertyType));
        }

        return record;
    }

    private object? Maybe(NullabilityState state, Type type) =>
        state == NullabilityState.Nullable && !full && random.Next(3) == 0 ? null : Of(type);
}
