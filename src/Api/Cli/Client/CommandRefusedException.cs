namespace Dropzone.Ledger.Api.Cli.Client;

/// <summary>A command cannot go on; its message is for the person at the terminal.</summary>
public sealed class CommandRefusedException(int exitCode, string message) : Exception(message)
{
    /// <summary>See <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
