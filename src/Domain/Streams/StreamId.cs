using System.Security.Cryptography;
using System.Text;

namespace Dropzone.Ledger.Domain.Streams;

/// <summary>What a stream of one alert is made of.</summary>
/// <param name="Connector">The connector's slug.</param>
/// <param name="Kind">The alert's kind.</param>
/// <param name="SourceId">The source's id; absent when it was too long to stand in the name and only its hash does.</param>
public sealed record AlertStream(string Connector, string Kind, string? SourceId);

/// <summary>The names of streams.</summary>
public static class StreamId
{
    /// <summary>Facts about the ledger as a whole.</summary>
    public const string Ledger = "ledger";

    /// <summary>Names longer than this (UTF-8) are made short by hashing the source's id: an index entry of PostgreSQL has a bound.</summary>
    public const int LongestBytes = 512;

    private const string AlertPrefix = "alert/";
    private const string ConnectorPrefix = "connector/";
    private const string HashPrefix = "sha256:";

    /// <summary><c>alert/{connector}/{kind}/{sourceId}</c>, or <c>…/sha256:{hex}</c> where that is longer than <see cref="LongestBytes"/>.</summary>
    public static string Alert(string connector, string kind, string sourceId)
    {
        var plain = $"{AlertPrefix}{connector}/{kind}/{sourceId}";
        return Encoding.UTF8.GetByteCount(plain) <= LongestBytes
            ? plain
            : $"{AlertPrefix}{connector}/{kind}/{HashPrefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sourceId)))}";
    }

    /// <summary>What the names of all alerts of a connector begin with.</summary>
    public static string AlertsOf(string connector) => $"{AlertPrefix}{connector}/";

    /// <summary><c>connector/{id}</c>.</summary>
    public static string Connector(string id) => ConnectorPrefix + id;

    /// <summary>Reads the name of an alert's stream; null when it is none.</summary>
    public static AlertStream? ParseAlert(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.StartsWith(AlertPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = stream.Split('/', 4);
        if (parts.Length < 4 || parts[1].Length == 0 || parts[2].Length == 0)
        {
            return null;
        }

        var hashed = parts[3].Length == HashPrefix.Length + 64 && parts[3].StartsWith(HashPrefix, StringComparison.Ordinal);
        return new AlertStream(parts[1], parts[2], hashed ? null : parts[3]);
    }

    /// <summary>The connector's slug of a connector's stream; null when it is none.</summary>
    public static string? ParseConnector(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.StartsWith(ConnectorPrefix, StringComparison.Ordinal) ? stream[ConnectorPrefix.Length..] : null;
    }
}
