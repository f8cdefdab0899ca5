using System.Globalization;
using System.Xml;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>How fast the sources are asked and how patiently tickets are written, from configuration. The keys stand in docs/operator.md.</summary>
internal static class PaceConfiguration
{
    private const double LeastScale = 0.01, MostScale = 1000;

    /// <summary>Adds what is configured to the options.</summary>
    /// <returns>Null with a reason when a value cannot be used.</returns>
    public static (LedgerHostOptions? Options, string? Refused) Read(IConfiguration configuration, LedgerHostOptions options)
    {
        var scale = 1.0;
        if (configuration["Ledger:RequestScale"] is { Length: > 0 } text
            && (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out scale) || !(scale is >= LeastScale and <= MostScale)))
        {
            return (null, "Ledger__RequestScale is no number from 0.01 to 1000, such as 0.5 for each of two processes that ask for the same directories.");
        }

        var tickets = configuration.GetSection("Ledger:TicketSync");
        var read = new TicketSyncOptions();
        if (tickets["Parallel"] is { Length: > 0 } parallel)
        {
            if (!int.TryParse(parallel, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 1000)
            {
                return (null, "Ledger__TicketSync__Parallel is no number from 1 to 1000.");
            }

            read = read with { Parallel = number };
        }

        string? wrong = null;
        read = read with
        {
            FirstWait = Wait("FirstWait", read.FirstWait),
            LongestWait = Wait("LongestWait", read.LongestWait),
            ConflictWait = Wait("ConflictWait", read.ConflictWait),
            SweepEvery = Wait("SweepEvery", read.SweepEvery),
        };
        return wrong is not null
            ? (null, wrong)
            : (options with { RequestLimits = new RequestLimits().Scaled(scale), TicketSync = read }, null);

        TimeSpan Wait(string name, TimeSpan usual)
        {
            if (tickets[name] is not { Length: > 0 } given)
            {
                return usual;
            }

            try
            {
                if (XmlConvert.ToTimeSpan(given) is { Ticks: > 0 } wait && wait <= TimeSpan.FromDays(1))
                {
                    return wait;
                }
            }
            catch (FormatException)
            {
                // Named below, like one that is out of range.
            }

            wrong = $"Ledger__TicketSync__{name} is no duration up to a day, such as PT15M.";
            return usual;
        }
    }
}
