using Dropzone.Ledger.Simulator.Http;

namespace Dropzone.Ledger.Simulator.Arm;

/// <summary>
/// The token buckets of the resource manager: 250 reads and 25 a second more, 200 writes and 10 a second more. None is kept until it is asked for.
/// </summary>
internal sealed class ArmBudget(TimeProvider time)
{
    private const int ReadsAtOnce = 250;
    private const int WritesAtOnce = 200;
    private readonly Lock gate = new();
    private (double Reads, double Writes) left;
    private (double Reads, double Writes)? perSecond;
    private double scale = 1;
    private long last;

    /// <summary>How much faster than the published rates the buckets fill, and how much smaller their depth is; null: no limit.</summary>
    public double? Scale
    {
        get
        {
            lock (gate)
            {
                return perSecond is null ? null : scale;
            }
        }

        set
        {
            lock (gate)
            {
                scale = value ?? 1;
                perSecond = value is { } times ? (25 * times, 10 * times) : null;
                left = (ReadsAtOnce, WritesAtOnce);
                last = time.GetTimestamp();
            }
        }
    }

    /// <summary>Refuses a request that comes too early; null lets it through.</summary>
    public WireAnswer? Refuse(bool writes)
    {
        lock (gate)
        {
            if (perSecond is not { } rate)
            {
                return null;
            }

            double seconds = time.GetElapsedTime(last).TotalSeconds;
            last = time.GetTimestamp();
            left = (Math.Min(ReadsAtOnce, left.Reads + (seconds * rate.Reads)), Math.Min(WritesAtOnce, left.Writes + (seconds * rate.Writes)));
            if ((writes ? left.Writes : left.Reads) < 1)
            {
                return Refusals.Arm(429, "TooManyRequests", "The request is throttled: too many requests of this subscription.") with { RetryAfter = 1 };
            }

            left = writes ? (left.Reads, left.Writes - 1) : (left.Reads - 1, left.Writes);
            return null;
        }
    }
}
