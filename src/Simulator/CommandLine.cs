using System.Globalization;

namespace Dropzone.Ledger.Simulator;

/// <summary>Reads the flags of the stand-alone simulator.</summary>
internal static class CommandLine
{
    /// <summary>What the flags are.</summary>
    public const string Usage = "simulator [--port N] [--seed N] [--data DIR] [--state-dir DIR] [--alerts-per-minute N] [--initial N] [--json]";

    /// <summary>The options, or what is wrong with the flags. Without a state folder a temporary one is used.</summary>
    public static (SimulatorOptions? Options, bool Json, string? Wrong) Read(IReadOnlyList<string> args)
    {
        var options = new SimulatorOptions();
        bool json = false;
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i] == "--json")
            {
                json = true;
                continue;
            }

            string flag = args[i];
            string? value = ++i < args.Count ? args[i] : null;
            int number = 0;
            double rate = 0;
            bool fits = value is not null && flag switch
            {
                "--port" or "--seed" or "--initial" => int.TryParse(value, out number) && number >= 0,
                "--alerts-per-minute" => double.TryParse(value, CultureInfo.InvariantCulture, out rate) && rate is >= 0 and <= 100_000,
                _ => true,
            };
            if (!fits)
            {
                return (null, json, $"The flag '{flag}' needs a value that fits.");
            }

            switch (flag)
            {
                case "--port": options = options with { Port = number }; break;
                case "--seed": options = options with { Seed = number }; break;
                case "--initial": options = options with { InitialHistory = number }; break;
                case "--alerts-per-minute": options = options with { GeneratedAlertsPerMinute = rate }; break;
                case "--data": options = options with { DataDirectory = value }; break;
                case "--state-dir": options = options with { StateDirectory = value }; break;
                default: return (null, json, $"Unknown flag '{flag}'.");
            }
        }

        return (options with { StateDirectory = options.StateDirectory ?? Directory.CreateTempSubdirectory("simulator-").FullName }, json, null);
    }
}
