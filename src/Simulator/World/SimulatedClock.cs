namespace Dropzone.Ledger.Simulator.World;

/// <summary>
/// The clock of the simulated world: the host's clock, shifted, run faster or slower, or frozen at one moment. Tokens live by the host's clock,
/// since clients measure their lifetime with their own.
/// </summary>
internal sealed class SimulatedClock(TimeProvider source)
{
    private readonly Lock gate = new();
    private TimeSpan shift;
    private DateTimeOffset origin = source.GetUtcNow();
    private double speed = 1;
    private DateTimeOffset? frozen;

    /// <summary>The unshifted clock, by which tokens and throttles live.</summary>
    public DateTimeOffset HostNow => source.GetUtcNow();

    /// <summary>The time of the simulated world.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                return frozen ?? Running;
            }
        }
    }

    /// <summary>Whether the world stands still.</summary>
    public bool IsFrozen
    {
        get
        {
            lock (gate)
            {
                return frozen is not null;
            }
        }
    }

    /// <summary>Lets time run at a speed from where it stands.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public void Scale(double by)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(by);
        lock (gate)
        {
            var at = Running;
            (origin, speed) = (source.GetUtcNow(), by);
            shift = at - Unshifted;
        }
    }

    /// <summary>Moves the clock by <paramref name="by"/>, which may be negative: a clock that jumps.</summary>
    public void Shift(TimeSpan by)
    {
        lock (gate)
        {
            if (frozen is { } at)
            {
                frozen = at + by;
            }
            else
            {
                shift += by;
            }
        }
    }

    /// <summary>Stops the clock at <paramref name="at"/>, or where it is.</summary>
    public void Freeze(DateTimeOffset? at)
    {
        lock (gate)
        {
            frozen = at?.ToUniversalTime() ?? frozen ?? Running;
        }
    }

    /// <summary>Lets a frozen clock run on from where it stood.</summary>
    public void Resume()
    {
        lock (gate)
        {
            if (frozen is { } at)
            {
                shift = at - Unshifted;
                frozen = null;
            }
        }
    }

    private DateTimeOffset Unshifted => origin + ((source.GetUtcNow() - origin) * speed);

    private DateTimeOffset Running => Unshifted + shift;
}
