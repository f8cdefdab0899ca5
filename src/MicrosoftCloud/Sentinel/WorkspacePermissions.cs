using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>One role's permissions: actions with <c>*</c> as wildcard, less the excepted ones.</summary>
public sealed record PermissionSet(IReadOnlyList<string> Actions, IReadOnlyList<string> NotActions)
{
    internal static PermissionSet Read(RawRecord record) => new(Texts(record, "actions"), Texts(record, "notActions"));

    internal bool Allows(string action) => Actions.Any(p => Matches(p, action)) && !NotActions.Any(p => Matches(p, action));

    private static List<string> Texts(RawRecord record, string member)
    {
        try
        {
            return JsonSlices.Member(record.Utf8, member) is { } array
                ? [.. JsonSlices.Elements(array).Select(e => JsonSlices.Text(e, stringsOnly: true)).OfType<string>()]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Case-insensitive; <c>*</c> stands for any characters, also slashes. Linear in the text for each wildcard.</summary>
    private static bool Matches(string pattern, string action)
    {
        var (p, a, star, mark) = (0, 0, -1, 0);
        while (a < action.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, a);
            }
            else if (p < pattern.Length && char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(action[a]))
            {
                p++;
                a++;
            }
            else if (star >= 0)
            {
                (p, a) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }
}

/// <summary>What an application may do on a workspace: the union of its roles.</summary>
public sealed record WorkspacePermissions(IReadOnlyList<PermissionSet> Sets)
{
    /// <summary>The action that a write-back needs.</summary>
    public const string WriteIncidents = "Microsoft.SecurityInsights/incidents/write";

    /// <summary>The action that reading incidents needs.</summary>
    public const string ReadIncidents = "Microsoft.SecurityInsights/incidents/read";

    /// <summary>True when a role allows the action and does not except it.</summary>
    public bool Allows(string action) => Sets.Any(set => set.Allows(action));
}
