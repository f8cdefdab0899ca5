namespace Dropzone.Ledger.Api.Cli.Terminal;

/// <summary>Shows a long text a screen at a time where a person sits before it; elsewhere it is written through.</summary>
public sealed class Pager
{
    private const string Asks = "-- space: a page, Enter: a line, q: end --";

    private readonly bool waits = !Console.IsOutputRedirected && !Console.IsInputRedirected;
    private int left = Height;

    private static int Height => Math.Max(5, SafeHeight() - 1);

    /// <summary>Writes some lines; false when the reader has had enough.</summary>
    public async Task<bool> WriteAsync(string lines)
    {
        if (!waits)
        {
            await Console.Out.WriteAsync(lines);
            return true;
        }

        foreach (var line in lines.Split(Environment.NewLine)[..^1])
        {
            if (left <= 0 && !Ask())
            {
                return false;
            }

            // A line that is wider than the screen takes several of it.
            left -= 1 + (line.Length / Math.Max(20, Console.WindowWidth));
            await Console.Out.WriteLineAsync(line);
        }

        return true;
    }

    private bool Ask()
    {
        Console.Write(Asks);
        var key = Console.ReadKey(intercept: true);
        Console.Write('\r' + new string(' ', Asks.Length) + '\r');
        left = key.Key == ConsoleKey.Enter ? 1 : Height;
        return key.Key is not (ConsoleKey.Q or ConsoleKey.Escape);
    }

    private static int SafeHeight()
    {
        try
        {
            return Console.WindowHeight;
        }
        catch (IOException)
        {
            return 24;
        }
    }
}
