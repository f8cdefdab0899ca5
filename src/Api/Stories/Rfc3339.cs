using System.Globalization;

namespace Dropzone.Ledger.Api.Stories;

/// <summary>Moments inside sentences, in UTC as RFC 3339 writes them: programs find them, and the UI shows them in the reader's zone.</summary>
public static class Rfc3339
{
    /// <summary>Such as <c>2026-03-01T09:30:00Z</c>.</summary>
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
