using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Api.Access;

/// <summary>A token that was just made, with its value: the only time that it is seen.</summary>
/// <param name="Token">What is stored.</param>
/// <param name="Secret">Its value.</param>
/// <param name="Position">The position of the record.</param>
public sealed record IssuedToken(AccessToken Token, AccessSecret Secret, long Position);

/// <summary>
/// Makes and ends tokens, each with its record. A token is recorded before it opens anything; it is closed before its end is recorded: a
/// crash between the two leaves a record too many, never a door too many.
/// </summary>
public sealed class TokenIssuing(AccessTokens tokens, LedgerRecords records, TimeProvider time)
{
    /// <summary>Makes a token.</summary>
    /// <returns>Null when the tenant does not exist.</returns>
    public async Task<IssuedToken?> IssueAsync(
        string tenant, string name, Role role, TimeSpan lifetime, Actor by, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var token = new AccessToken(tenant, Guid.NewGuid(), name, role, now, now + lifetime, null);
        var issued = new AccessTokenIssued
        {
            Token = token.Id,
            Name = name,
            Role = Roles.Word(role),
            ExpiresAt = token.ExpiresAt,
            By = by,
        };
        if (await records.AppendAsync(tenant, issued, Guid.NewGuid(), by.Name, cancellation) is not { } position)
        {
            return null;
        }

        var secret = AccessSecret.NewToken();
        await tokens.InsertAsync(token, secret, cancellation);
        return new IssuedToken(token, secret, position);
    }

    /// <summary>Makes the first admin of a tenant: for the operator, who opens the database itself.</summary>
    public Task<IssuedToken?> BootstrapAsync(string tenant, string name, TimeSpan lifetime, CancellationToken cancellation) =>
        IssueAsync(tenant, name, Role.Admin, lifetime, new Actor(ActorKind.Person, "operator"), cancellation);

    /// <summary>Ends a token at once and answers the position of the record; null when there is no such token.</summary>
    public async Task<long?> RevokeAsync(string tenant, Guid id, Actor by, CancellationToken cancellation)
    {
        await tokens.RevokeAsync(tenant, id, cancellation);
        return await tokens.FindAsync(tenant, id, cancellation) is null
            ? null
            : await records.AppendOnceAsync(
                tenant, new AccessTokenRevoked { Token = id, By = by }, TokenEventIds.Revoked(id), by.Name, cancellation);
    }
}
