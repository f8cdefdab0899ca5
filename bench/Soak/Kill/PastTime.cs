namespace Dropzone.Ledger.Bench.Soak.Kill;

/// <summary>
/// The machine's clock, set back. The simulated cloud lives by it, so that its time may move on faster than the products' without ever being
/// ahead of them: what they claim as read ends at their own clock.
/// </summary>
internal sealed class PastTime(TimeSpan back) : TimeProvider
{
    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - back;
}
