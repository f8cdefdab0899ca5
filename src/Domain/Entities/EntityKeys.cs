using System.Net;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Streams;

namespace Dropzone.Ledger.Domain.Entities;

/// <summary>What an entity is looked up by. Equal keys are the same thing in the world, whatever source named it.</summary>
/// <param name="Type"><c>user</c>, <c>device</c>, <c>ip</c>, <c>url</c>, <c>file</c>, <c>hash</c>, <c>mail</c>, <c>mailbox</c>, <c>sender</c> or <c>app</c>.</param>
/// <param name="Value">In its normal form: lower case, addresses in their shortest form.</param>
public sealed record EntityKey(string Type, string Value)
{
    /// <summary>Equal for equal keys, made from type and value.</summary>
    public Guid Id => NameBasedGuid.Of(EventIds.Namespace, "entity", Type, Value);
}

/// <summary>
/// Lists the keys of an entities document. One entity has several: a user his name, his id and his SID, a process the digests of its image.
/// Graph and Sentinel spell the fields their own ways; both are known here, and nested ones count too.
/// </summary>
public static class EntityKeys
{
    private const int LongestValue = 2_000;

    /// <summary>Fields by their last name, whatever entity they stand in.</summary>
    private static readonly Dictionary<string, string> ByField = new(StringComparer.OrdinalIgnoreCase)
    {
        ["userPrincipalName"] = "user", ["azureAdUserId"] = "user", ["aadUserId"] = "user", ["userSid"] = "user", ["sid"] = "user",
        ["deviceDnsName"] = "device", ["fqdn"] = "device", ["hostName"] = "device", ["mdeDeviceId"] = "device", ["azureAdDeviceId"] = "device",
        ["ipAddress"] = "ip", ["senderIp"] = "ip", ["lastIpAddress"] = "ip", ["lastExternalIpAddress"] = "ip",
        ["url"] = "url", ["urls"] = "url",
        ["fileName"] = "file", ["sha1"] = "hash", ["sha256"] = "hash", ["md5"] = "hash", ["fileHash"] = "hash",
        ["internetMessageId"] = "mail", ["networkMessageId"] = "mail",
        ["recipientEmailAddress"] = "mailbox", ["recipient"] = "mailbox", ["primaryAddress"] = "mailbox", ["mailboxPrimaryAddress"] = "mailbox",
        ["sender"] = "sender", ["appId"] = "app",
    };

    /// <summary>Fields whose name says little: the entity's kind says the rest.</summary>
    private static readonly Dictionary<(string Kind, string Field), string> ByKind = new()
    {
        [("ip", "Address")] = "ip",
        [("file", "Name")] = "file",
        [("fileHash", "Value")] = "hash",
        [("file", "Value")] = "hash",
        [("process", "Value")] = "hash",
        [("mailbox", "Upn")] = "mailbox",
        [("mailbox", "upn")] = "mailbox",
        [("mail", "p1Sender.emailAddress")] = "sender",
        [("mail", "p2Sender.emailAddress")] = "sender",
        [("mail", "P1Sender")] = "sender",
        [("mail", "P2Sender")] = "sender",
        [("user", "email")] = "user",
        [("user", "identity")] = "user",
    };

    /// <summary>Every type of key, in ordinal order.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. ByField.Values.Concat(ByKind.Values).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The keys, distinct, in order.</summary>
    public static IReadOnlyList<EntityKey> Of(AlertEntities entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        var keys = new HashSet<EntityKey>();
        foreach (var entity in entities.Items.Where(entity => entity.Kind != "comment"))
        {
            foreach (var (name, value) in entity.Properties)
            {
                if (TypeOf(entity.Kind, name) is { } type)
                {
                    // A list of plain values was laid into one text.
                    keys.UnionWith((type == "url" && name.EndsWith("urls", StringComparison.OrdinalIgnoreCase) ? value.Split(", ") : [value])
                        .Select(one => Key(type, one)).OfType<EntityKey>());
                }
            }

            keys.UnionWith(Accounts(entity.Properties));
        }

        return [.. keys.OrderBy(key => key.Type, StringComparer.Ordinal).ThenBy(key => key.Value, StringComparer.Ordinal)];
    }

    /// <summary>The key that a person's words name, as <see cref="Of"/> would list it; null when they name nothing.</summary>
    public static EntityKey? Key(string type, string value)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(value);
        var text = value.Trim();
        var normal = type switch
        {
            "ip" => IPAddress.TryParse(text, out var address) ? Shortest(address) : "",
            "url" => Url(text),
            "mail" => text.Trim('<', '>').ToLowerInvariant(),
            _ => text.ToLowerInvariant(),
        };
        return normal.Length is 0 or > LongestValue ? null : new EntityKey(type, normal);
    }

    private static string? TypeOf(string kind, string name)
    {
        var path = name.AsSpan();
        var last = name[(path.LastIndexOf('.') + 1)..];
        var plain = last.IndexOf('[', StringComparison.Ordinal) is var at && at > 0 ? last[..at] : last;
        return ByKind.GetValueOrDefault((kind, name)) ?? ByKind.GetValueOrDefault((kind, plain)) ?? ByField.GetValueOrDefault(plain);
    }

    /// <summary>Accounts that are known by domain and name alone: <c>domain\name</c>.</summary>
    private static IEnumerable<EntityKey> Accounts(IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (name, account) in properties)
        {
            var domainName = name.EndsWith("accountName", StringComparison.OrdinalIgnoreCase)
                ? name[..^"accountName".Length] + "domainName"
                : name == "Name" ? "NTDomain" : null;
            if (domainName is not null && properties.TryGetValue(domainName, out var domain) && Key("user", $@"{domain}\{account}") is { } key)
            {
                yield return key;
            }
        }
    }

    private static string Shortest(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    // Scheme and host know no case; path and query do.
    private static string Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0
        ? $"{url.Scheme}://{url.Authority.ToLowerInvariant()}{url.PathAndQuery}"
        : text.ToLowerInvariant();
}
