using System.Diagnostics;
using System.Globalization;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// Named points at which a crash test ends the process as hard as the kernel can (SIGKILL). The environment variable
/// <c>LEDGER_FAILPOINT=name[:nth]</c> arms one of them, at its nth passage (default the first). Costs one comparison when unset.
/// </summary>
public static class FailPoint
{
    private static readonly string? Armed;
    private static readonly int Passage = 1;
    private static int passed;

    static FailPoint()
    {
        if (Environment.GetEnvironmentVariable("LEDGER_FAILPOINT") is not { Length: > 0 } setting)
        {
            return;
        }

        var colon = setting.LastIndexOf(':');
        if (colon > 0 && int.TryParse(setting.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var nth))
        {
            Armed = setting[..colon];
            Passage = nth;
        }
        else
        {
            Armed = setting;
        }
    }

    /// <summary>Ends the process when this point is armed and the passage counted has come.</summary>
    public static void Reach(string name)
    {
        if (Armed is null || !string.Equals(Armed, name, StringComparison.Ordinal) || Interlocked.Increment(ref passed) != Passage)
        {
            return;
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}
