using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>What filters look at of an alert's entities: files and the one mail.</summary>
internal static partial class EvidenceFiles
{
    private const int Most = 100;

    // Graph: the details of a file, and the image of a process.
    private static readonly string[] Prefixes = ["fileDetails", "imageFile", "parentProcessImageFile"];

    /// <summary>The files; null when there are none.</summary>
    internal static IReadOnlyList<FileFacts>? Of(IReadOnlyList<AlertEntity> entities)
    {
        var files = entities
            .SelectMany(entity => Prefixes.Select(prefix => File(entity.Properties, prefix)))
            .OfType<FileFacts>()
            .Distinct()
            .Take(Most)
            .ToList();
        return files.Count == 0 ? null : files;
    }

    /// <summary>The Message-Id of the one mail among the entities; null when there is none or more than one.</summary>
    internal static string? OneMail(IReadOnlyList<AlertEntity> entities) => entities
        .Where(entity => entity.Kind == "mail")
        .Select(entity => MessageId(entity.Properties.GetValueOrDefault("internetMessageId")))
        .OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .ToList() is [var one] ? one : null;

    /// <summary>A Message-Id without its angle brackets; null when it is blank.</summary>
    internal static string? MessageId(string? text) => text?.Trim().Trim('<', '>') is { Length: > 0 } id ? id : null;

    /// <summary>A path in which the name of a user's own folder is <c>*</c>.</summary>
    internal static string? WithoutUser(string? path) => path is null ? null : UserFolder().Replace(path, "${folder}*");

    [GeneratedRegex(@"(?<folder>(?:^|[\\/])(?:users|home|documents and settings)[\\/])[^\\/]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex UserFolder();

    private static FileFacts? File(IReadOnlyDictionary<string, string> properties, string prefix)
    {
        var file = new FileFacts
        {
            Name = Value("fileName"),
            Path = WithoutUser(Value("filePath")),
            Sha1 = Value("sha1")?.ToLowerInvariant(),
            Sha256 = Value("sha256")?.ToLowerInvariant(),
            Signer = Value("signer") ?? Value("filePublisher"),
        };
        return file is { Name: null, Path: null, Sha1: null, Sha256: null, Signer: null } ? null : file;

        string? Value(string name) => properties.GetValueOrDefault($"{prefix}.{name}") is { Length: > 0 } value ? value : null;
    }
}
