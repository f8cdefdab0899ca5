namespace Dropzone.Ledger.Api.Hosting;

/// <summary>How far the host has come. Written by the workers, read by anybody.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string says = "The ledger waits for its database.";
    private volatile bool workersUp;

    /// <summary>In words, what it is doing; holds no secret.</summary>
    public string Says => says;

    /// <summary>Whether the tables stand.</summary>
    public bool IsMigrated => migrated.Task.IsCompletedSuccessfully;

    /// <summary>Whether the workers run, or are not wanted in this process.</summary>
    public bool WorkersUp => workersUp;

    /// <summary>Completes when the tables stand; fails when they never will.</summary>
    public Task Migrated => migrated.Task;

    internal void Waits(string what) => says = what;

    internal void HasMigrated()
    {
        says = "The tables stand.";
        migrated.TrySetResult();
    }

    internal void WillNotStart(Exception cause)
    {
        says = "The ledger cannot start; its log says why.";
        migrated.TrySetException(cause);
    }

    internal void Workers(bool up, string what)
    {
        workersUp = up;
        says = what;
    }
}
