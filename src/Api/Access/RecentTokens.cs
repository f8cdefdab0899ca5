using System.Collections.Concurrent;

namespace Dropzone.Ledger.Api.Access;

/// <summary>
/// Tokens that were looked up a moment ago, so that a client that asks much does not cost a look-up each time. A token that this process revokes is
/// forgotten at once; one that another process revokes is refused here at most <see cref="Memory"/> later. Holds digests, never a token's text.
/// </summary>
public sealed class RecentTokens(TimeProvider time)
{
    /// <summary>How long a look-up counts.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private const int Most = 1_000;
    private readonly ConcurrentDictionary<string, (AccessToken Token, long At)> known = new(StringComparer.Ordinal);

    /// <summary>The token of a digest, when it was looked up within <see cref="Memory"/>.</summary>
    public AccessToken? Find(byte[] digest) =>
        known.TryGetValue(Convert.ToHexString(digest), out var found) && time.GetElapsedTime(found.At) < Memory ? found.Token : null;

    /// <summary>Remembers a look-up.</summary>
    public void Keep(byte[] digest, AccessToken token)
    {
        if (known.Count >= Most)
        {
            known.Clear();
        }

        known[Convert.ToHexString(digest)] = (token, time.GetTimestamp());
    }

    /// <summary>Forgets all, since one of them was revoked.</summary>
    public void Forget() => known.Clear();
}
