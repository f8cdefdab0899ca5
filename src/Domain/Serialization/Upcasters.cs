using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>Turns one old stored form of an event into the next. Pure; stored bytes are never touched.</summary>
/// <param name="Alias">The event type.</param>
/// <param name="Name">Names the old form; its golden file is <c>Golden/old/{alias}.{name}.json</c>.</param>
/// <param name="IsOld">Whether the data is of that old form.</param>
/// <param name="Upcast">The same fact in the next form.</param>
public sealed record Upcaster(string Alias, string Name, Func<JsonObject, bool> IsOld, Func<JsonObject, JsonObject> Upcast);

/// <summary>Every old form that the log may hold, oldest first for each alias. A field that only became optional needs none.</summary>
public static class Upcasters
{
    /// <summary>The registry; each entry has a golden file of the old form.</summary>
    public static IReadOnlyList<Upcaster> All { get; } = [];

    /// <summary>Takes the data through every form that follows its own.</summary>
    internal static JsonObject Apply(IReadOnlyList<Upcaster> upcasters, string alias, JsonObject data) =>
        upcasters.Where(u => u.Alias == alias).Aggregate(data, (form, u) => u.IsOld(form) ? u.Upcast(form) : form);
}
