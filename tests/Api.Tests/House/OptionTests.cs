using System.Text.Json;
using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Api.Tests.House;

/// <summary>docs/connectors.md is the table of every option: none lacks a row, and no row lacks a test.</summary>
public sealed partial class OptionTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "connectors.md"));

    private static readonly Lazy<HashSet<string>> Tests = new(() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => ClassName().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
        .ToHashSet(StringComparer.Ordinal));

    [Theory]
    [InlineData("sentinel")]
    [InlineData("microsoft365")]
    public void no_option_of_a_served_schema_lacks_a_row(string kind)
    {
        using var schema = JsonDocument.Parse(ConnectorKinds.All.Single(k => k.Kind == kind).Schema);
        var described = Rows(kind).SelectMany(row => Names(row[0])).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Leaves(schema.RootElement, "").Except(described, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("sentinel")]
    [InlineData("microsoft365")]
    public void no_row_lacks_a_test_that_exists(string kind)
    {
        var rows = Rows(kind);

        Assert.All(rows, row => Assert.Equal(5, row.Length));
        Assert.Empty(rows.Where(row => Names(row[4]) is var tests && (tests.Count == 0 || !tests.TrueForAll(Tests.Value.Contains))).Select(row => row[0]));
    }

    private static List<string[]> Rows(string kind) =>
    [
        .. Page.SkipWhile(line => line != $"### Options of `{kind}`").Skip(1).TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    private static List<string> Names(string cell) => [.. Quoted().Matches(cell).Select(match => match.Groups["name"].Value)];

    private static IEnumerable<string> Leaves(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("items", out var items) && items.TryGetProperty("properties", out _))
        {
            return Leaves(items, path + "[]");
        }

        return schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}"))
            : [path];
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"class (?<name>\w+)", RegexOptions.None, 1000)]
    private static partial Regex ClassName();
}
