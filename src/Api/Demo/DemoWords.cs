namespace Dropzone.Ledger.Api.Demo;

/// <summary>What the demo tells the person who started it.</summary>
public static class DemoWords
{
    /// <summary>The link, and what to try in another terminal: commands that find this demo.</summary>
    /// <param name="link">The link that signs in.</param>
    /// <param name="dataDirectory">The demo's folder, which commands have to be told when it is not the usual one.</param>
    public static string Of(string link, string dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(dataDirectory);
        var named = Path.GetFullPath(dataDirectory) == Path.GetFullPath(new DemoOptions().DataDirectory) ? "" : $"  {Naming(Path.GetFullPath(dataDirectory))}{Environment.NewLine}";
        return $"""

            Dropzone Ledger is ready. Open this link (it signs you in once, within five minutes):

              {link}

            Try also, in another terminal:
            {named}  dotnet run --project src/Api -- connector list
              dotnet run --project src/Api -- replay --connector sentinel

            Ctrl+C stops everything; the data stay for the next run.
            """;
    }

    private static string Naming(string folder) => OperatingSystem.IsWindows()
        ? $"$env:LEDGER_DATA_DIR = '{folder.Replace("'", "''", StringComparison.Ordinal)}'"
        : $"export LEDGER_DATA_DIR='{folder.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
