using Microsoft.Extensions.Logging.Console;

namespace Dropzone.Ledger.Api.Cli.Terminal;

/// <summary>Where a command's own log goes: standard error, since standard output is the command's answer.</summary>
public static class ErrorLog
{
    /// <summary>A log of one line an entry, from a level on.</summary>
    public static ILoggerFactory Create(LogLevel least) => LoggerFactory.Create(builder =>
    {
        builder.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(least);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
