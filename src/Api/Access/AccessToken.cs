namespace Dropzone.Ledger.Api.Access;

/// <summary>A token as stored: everything but its value.</summary>
/// <param name="Tenant">The tenant that it opens.</param>
/// <param name="Id">Its public id.</param>
/// <param name="Name">What people call it; the name under which its acts are recorded.</param>
/// <param name="Role">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="RevokedAt">When it was ended early.</param>
public sealed record AccessToken(
    string Tenant, Guid Id, string Name, Role Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    /// <summary>Why the token opens nothing at this time; null when it does.</summary>
    public string? Refusal(DateTimeOffset now) =>
        RevokedAt is not null ? "token-revoked" : ExpiresAt <= now ? "token-expired" : null;
}
