namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>How patient a connection is. The defaults are meant for production.</summary>
public sealed record CloudConnectionOptions
{
    /// <summary>Repeats after the first try, for 408, 429, 5xx and lost connections.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>First pause; doubled each time, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Longest pause of our own choosing.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A <c>Retry-After</c> up to this is waited for inside the call; a longer one is handed to the caller at once, who schedules.
    /// </summary>
    public TimeSpan LongestServerDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest silence of one try.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Longest server-side run of a Log Analytics query; the API's own limit is ten minutes.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Largest answer, in bytes after decompression.</summary>
    public int LargestAnswer { get; init; } = 256 * 1024 * 1024;
}
