using Dropzone.Ledger.Domain.Groups;

namespace Dropzone.Ledger.Domain.Events;

/// <summary>The group rules of the tenant changed.</summary>
public sealed record GroupRulesChanged : LedgerEvent
{
    /// <summary>1 for the first change, then one more at each.</summary>
    public required int Revision { get; init; }

    /// <summary>The rules, in order.</summary>
    public required IReadOnlyList<GroupRule> Rules { get; init; }

    /// <summary>Who changed them.</summary>
    public required Actor By { get; init; }
}

/// <summary>A read model was rebuilt from the record.</summary>
public sealed record ReadModelRebuilt : LedgerEvent
{
    /// <summary>The projection.</summary>
    public required string Projection { get; init; }

    /// <summary>The generation that serves now.</summary>
    public required int Generation { get; init; }

    /// <summary>Events read.</summary>
    public required long Events { get; init; }

    /// <summary>Rows written.</summary>
    public required long Rows { get; init; }

    /// <summary>Content hash of the former generation, hex; absent when it did not stand at <see cref="Position"/>.</summary>
    public string? HashBefore { get; init; }

    /// <summary>Content hash of the new generation, hex.</summary>
    public required string HashAfter { get; init; }

    /// <summary>The position that both generations reflected when they were hashed; absent in the first release's events.</summary>
    public long? Position { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Who asked.</summary>
    public required Actor By { get; init; }
}

/// <summary>A stretch of the record was taken away as a file.</summary>
public sealed record LedgerExported : LedgerEvent
{
    /// <summary>The last position in the file.</summary>
    public required long Position { get; init; }

    /// <summary>SHA-256 of the file, hex.</summary>
    public required string Digest { get; init; }

    /// <summary>Who took it.</summary>
    public required Actor By { get; init; }
}

/// <summary>A token was made. Says nothing of its value.</summary>
public sealed record AccessTokenIssued : LedgerEvent
{
    /// <summary>The token's public id.</summary>
    public required Guid Token { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its role.</summary>
    public required string Role { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who made it.</summary>
    public required Actor By { get; init; }
}

/// <summary>A token was ended early.</summary>
public sealed record AccessTokenRevoked : LedgerEvent
{
    /// <summary>The token's public id.</summary>
    public required Guid Token { get; init; }

    /// <summary>Who ended it.</summary>
    public required Actor By { get; init; }
}

/// <summary>Somebody failed to sign in with a token of this tenant.</summary>
public sealed record SignInRefused : LedgerEvent
{
    /// <summary>A stable code, such as <c>token-expired</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The token's public id, when it was known.</summary>
    public Guid? Token { get; init; }

    /// <summary>The address that tried.</summary>
    public string? RemoteAddress { get; init; }
}
