using System.Diagnostics;

namespace Dropzone.Ledger.EndToEnd;

/// <summary>Waits for a condition of another process, by asking.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(150);

    /// <summary>Asks until the answer is not null.</summary>
    /// <param name="what">What is waited for, for the message of a failure.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="ask">The question; an unreachable host counts as "not yet".</param>
    /// <param name="state">Describes, for the message of a failure, what was there instead.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    public static async Task<T> Async<T>(string what, TimeSpan patience, Func<Task<T?>> ask, Func<string>? state = null)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(Step);
        Exception? last = null;
        do
        {
            try
            {
                last = null;
                if (await ask() is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException or IOException)
            {
                last = notYet;
            }
        }
        while (clock.Elapsed < patience && await tick.WaitForNextTickAsync());

        throw new TimeoutException($"Not within {patience.TotalSeconds:0} s: {what}. {last?.Message} {state?.Invoke()}".Trim(), last);
    }

    /// <summary>Asks until the condition holds.</summary>
    /// <returns>How long it took.</returns>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task<TimeSpan> HoldsAsync(string what, TimeSpan patience, Func<Task<bool>> condition, Func<string>? state = null)
    {
        var clock = Stopwatch.StartNew();
        await Async(what, patience, async () => await condition() ? "yes" : null, state);
        return clock.Elapsed;
    }
}
