namespace Dropzone.Ledger.Api.Tests.Hosting;

/// <summary>Waits for what a worker does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until a condition holds; fails when it does not within the patience.</summary>
    public static async Task HoldsAsync(TimeSpan patience, Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Every);
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < patience, $"It did not come to hold within {patience}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
