namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Which of an application's registered secrets is ours, and when it ends. Pure.</summary>
internal static class CredentialEnd
{
    /// <summary>
    /// The end of the secret with this value. Graph shows the first characters of each secret as its hint; among several that fit, or when
    /// there are no hints and more than one secret, the earliest end of those that are still good is taken: better warned too early. Null
    /// when nothing fits.
    /// </summary>
    public static DateTimeOffset? Of(IReadOnlyList<RegisteredKey> keys, string secret, DateTimeOffset now)
    {
        var secrets = keys.Where(key => !key.IsCertificate && key.EndsAt is not null).ToList();
        var hinted = secrets.Where(key => key.Hint is { Length: > 0 } hint && secret.StartsWith(hint, StringComparison.Ordinal)).ToList();
        var candidates = hinted.Count > 0 ? hinted : secrets.Where(key => string.IsNullOrEmpty(key.Hint)).ToList();
        var good = candidates.Where(key => key.EndsAt > now).ToList();
        return good.Count > 0 ? good.Min(key => key.EndsAt) : candidates.Max(key => key.EndsAt);
    }
}
