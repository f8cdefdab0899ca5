using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Api.Access;

/// <summary>The rows behind tokens, sign-in codes and sessions. Holds digests only. Safe for concurrent use.</summary>
public sealed class AccessTokens(LedgerDatabase database, RecentTokens recent, TimeProvider time)
{
    /// <summary>Whose token this is, in force or not; null when nobody's.</summary>
    public async Task<AccessToken?> ResolveAsync(string token, CancellationToken cancellation)
    {
        var digest = AccessSecret.DigestOf(token);
        if (recent.Find(digest) is { } known)
        {
            return known;
        }

        var found = await OneAsync("resolve_token", digest, cancellation);
        if (found is not null)
        {
            recent.Keep(digest, found);
        }

        return found;
    }

    /// <summary>The token behind a session; null when there is none or it has ended.</summary>
    public Task<AccessToken?> ResolveSessionAsync(string session, CancellationToken cancellation) =>
        OneAsync("resolve_session", AccessSecret.DigestOf(session), cancellation);

    /// <summary>Uses a sign-in code up and answers its token; null when it is unknown, used or too old.</summary>
    public Task<AccessToken?> RedeemCodeAsync(string code, CancellationToken cancellation) =>
        OneAsync("redeem_code", AccessSecret.DigestOf(code), cancellation);

    /// <summary>Ends a session; nothing happens when there is none.</summary>
    public async Task EndSessionAsync(string session, CancellationToken cancellation)
    {
        await using var connection = await database.AppSource.OpenConnectionAsync(cancellation);
        await using var command = CrossTenant(connection, "end_session", AccessSecret.DigestOf(session));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Keeps a token's digest.</summary>
    public Task InsertAsync(AccessToken token, AccessSecret secret, CancellationToken cancellation) =>
        WriteAsync(
            token.Tenant,
            "insert_token",
            cancellation,
            new("tenant", token.Tenant),
            new("id", token.Id),
            new("name", token.Name),
            new("role", Roles.Word(token.Role)),
            new("digest", secret.Digest()),
            new("created", token.CreatedAt),
            new("expires", token.ExpiresAt));

    /// <summary>Makes a code that opens one session for a token.</summary>
    public async Task<AccessSecret> NewCodeAsync(AccessToken token, TimeSpan lifetime, CancellationToken cancellation)
    {
        var code = AccessSecret.New();
        await InsertSecretAsync("insert_code", token, code, time.GetUtcNow() + lifetime, cancellation);
        return code;
    }

    /// <summary>Opens a session for a token; it never outlives the token.</summary>
    public async Task<AccessSecret> NewSessionAsync(AccessToken token, TimeSpan lifetime, CancellationToken cancellation)
    {
        var session = AccessSecret.New();
        var end = time.GetUtcNow() + lifetime;
        await InsertSecretAsync("insert_session", token, session, end < token.ExpiresAt ? end : token.ExpiresAt, cancellation);
        return session;
    }

    /// <summary>Ends a token. False when it was ended before or does not exist.</summary>
    public async Task<bool> RevokeAsync(string tenant, Guid id, CancellationToken cancellation)
    {
        var revoked = await WriteAsync(
            tenant, "revoke_token", cancellation, new("tenant", tenant), new("id", id), new("now", time.GetUtcNow())) == 1;
        recent.Forget();
        return revoked;
    }

    /// <summary>One token of a tenant.</summary>
    public async Task<AccessToken?> FindAsync(string tenant, Guid id, CancellationToken cancellation) =>
        await ReadAsync(tenant, "find_token", cancellation, new("tenant", tenant), new("id", id)) is [var token, ..] ? token : null;

    /// <summary>Every token of a tenant, newest first, those that ended too.</summary>
    public Task<IReadOnlyList<AccessToken>> ListAsync(string tenant, CancellationToken cancellation) =>
        ReadAsync(tenant, "list_tokens", cancellation, new NpgsqlParameter("tenant", tenant));

    private Task<int> InsertSecretAsync(
        string statement, AccessToken token, AccessSecret secret, DateTimeOffset end, CancellationToken cancellation) =>
        WriteAsync(
            token.Tenant,
            statement,
            cancellation,
            new("digest", secret.Digest()),
            new("tenant", token.Tenant),
            new("id", token.Id),
            new("expires", end));

    private async Task<AccessToken?> OneAsync(string statement, byte[] digest, CancellationToken cancellation)
    {
        await using var connection = await database.AppSource.OpenConnectionAsync(cancellation);
        await using var command = CrossTenant(connection, statement, digest);

        // Every request asks this first: each session keeps it prepared.
        await command.PrepareAsync(cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Row(reader) : null;
    }

    private NpgsqlCommand CrossTenant(NpgsqlConnection connection, string statement, byte[] digest)
    {
        var command = new NpgsqlCommand(SqlText.Of("Access/" + statement), connection);
        command.Parameters.Add(new("digest", digest));
        if (statement is not "resolve_token")
        {
            command.Parameters.Add(new("now", time.GetUtcNow()));
        }

        return command;
    }

    private async Task<IReadOnlyList<AccessToken>> ReadAsync(
        string tenant, string statement, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var transaction = await database.BeginAsync(tenant, cancellationToken: cancellation);
        await using var command = Command(transaction, statement, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tokens = new List<AccessToken>();
        while (await reader.ReadAsync(cancellation))
        {
            tokens.Add(Row(reader));
        }

        return tokens;
    }

    private async Task<int> WriteAsync(
        string tenant, string statement, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var transaction = await database.BeginAsync(tenant, cancellationToken: cancellation);
        await using var command = Command(transaction, statement, parameters);
        var rows = await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return rows;
    }

    private static NpgsqlCommand Command(TenantTransaction transaction, string statement, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(SqlText.Of("Access/" + statement), transaction.Connection, transaction.Transaction);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static AccessToken Row(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetGuid(1),
        row.GetString(2),
        Roles.Read(row.GetString(3)) ?? throw new InvalidDataException("A stored role is unknown."),
        row.GetFieldValue<DateTimeOffset>(4),
        row.GetFieldValue<DateTimeOffset>(5),
        row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6));
}
