namespace Dropzone.Ledger.Api.Cli;

/// <summary>What the command line answers to the shell. The numbers are part of the product's contract.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It was tried and refused, or a check found something.</summary>
    public const int Failed = 1;

    /// <summary>The words of the call are off.</summary>
    public const int Usage = 2;

    /// <summary>The host or the database cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>The token is missing, unknown, or may not do this.</summary>
    public const int NotAllowed = 4;

    /// <summary>There is no such thing.</summary>
    public const int NotFound = 5;

    /// <summary>Ended by Ctrl+C, as shells count it.</summary>
    public const int Interrupted = 130;
}
