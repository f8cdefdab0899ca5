using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Api.Access;

/// <summary>What a token may do. Each role may read everything of its tenant.</summary>
public enum Role
{
    /// <summary>Reads everything and exports.</summary>
    [JsonStringEnumMemberName("auditor")]
    Auditor,

    /// <summary>Works investigations.</summary>
    [JsonStringEnumMemberName("analyst")]
    Analyst,

    /// <summary>Connectors, filters, rebuilds.</summary>
    [JsonStringEnumMemberName("engineer")]
    Engineer,

    /// <summary>All of it, and the tokens of its own tenant.</summary>
    [JsonStringEnumMemberName("admin")]
    Admin,
}

/// <summary>Roles as stored and written: lower-case words.</summary>
public static class Roles
{
    /// <summary>The stored word.</summary>
    public static string Word(Role role) => role switch
    {
        Role.Auditor => "auditor",
        Role.Analyst => "analyst",
        Role.Engineer => "engineer",
        Role.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };

    /// <summary>The role of a stored word; null when there is none.</summary>
    public static Role? Read(string word) => word switch
    {
        "auditor" => Role.Auditor,
        "analyst" => Role.Analyst,
        "engineer" => Role.Engineer,
        "admin" => Role.Admin,
        _ => null,
    };
}
