using Dropzone.Ledger.Domain.Streams;

namespace Dropzone.Ledger.Api.Access;

/// <summary>Ids of records about tokens: a token ends once, whoever and however often asks for it.</summary>
public static class TokenEventIds
{
    /// <summary>The record that a token was ended.</summary>
    public static Guid Revoked(Guid token) => NameBasedGuid.Of(EventIds.Namespace, "access_token_revoked", token.ToString("D"));
}
