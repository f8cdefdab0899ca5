using System.Security.Cryptography;
using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Past;

/// <summary>Cites what is answered, so that it can be opened again and compared.</summary>
public static class Citations
{
    /// <summary>The parameter that names the moment, and the one that carries a hash to compare with.</summary>
    public const string Moment = "asOf", Cited = "cited";

    /// <summary>Cites what is answered to this request.</summary>
    public static Citation Of<T>(HttpContext context, long position, int generation, T content)
        where T : notnull => Of(context.Request, context.Request.Path.Value ?? "", position, generation, content);

    /// <summary>Cites what is answered under another path.</summary>
    public static Citation Of<T>(HttpRequest request, string path, long position, int generation, T content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(content, LedgerJson.Options))));
        var query = request.Query.Where(static q => q.Key is not (Moment or Cited or "atLeast"))
            .SelectMany(static q => q.Value, static (q, value) => (q.Key, Value: value ?? ""))
            .Append((Moment, position.ToString(System.Globalization.CultureInfo.InvariantCulture))).Append((Cited, hash));
        var given = request.Query[Cited].ToString();
        return new Citation(
            position,
            generation,
            hash,
            path + "?" + string.Join('&', query.Select(static q => $"{Uri.EscapeDataString(q.Item1)}={Uri.EscapeDataString(q.Item2)}")),
            given.Length == 0 ? null : string.Equals(given, hash, StringComparison.OrdinalIgnoreCase));
    }
}
