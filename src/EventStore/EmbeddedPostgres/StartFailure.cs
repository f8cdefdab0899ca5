namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>Turns the last lines of a server that did not start into one message that says what to do.</summary>
internal static class StartFailure
{
    private const int ShownLines = 12;

    private static readonly (string Sign, string Advice)[] Known =
    [
        ("No space left on device", "The disk is full: free some space, or choose a data folder on another disk."),
        ("Disk quota exceeded", "The disk quota is used up: free some space, or choose a data folder on another disk."),
        ("Permission denied", "Give the account that runs the server the right to read and write the data folder, or choose another one."),
        ("is denied", "The data folder belongs to another user: start as that user, or choose another data folder."),
        ("Read-only file system", "The disk is mounted read-only: choose a data folder on another one."),
        ("Cannot allocate memory", "Memory is short: stop other programs, or lower shared_buffers."),
        ("error while loading shared libraries", "A system library is missing: install it, or name a server in ConnectionStrings__Ledger."),
        ("invalid value for parameter", "Correct the named server setting."),
        ("unrecognized configuration parameter", "Correct the named server setting."),
    ];

    /// <summary>What happened, what to do where the cause is known, and the last lines.</summary>
    public static string Describe(string what, IEnumerable<string> lines, string folder)
    {
        var said = lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(ShownLines).ToList();
        var advice = Known.FirstOrDefault(known => said.Exists(line => line.Contains(known.Sign, StringComparison.Ordinal))).Advice
            ?? $"The lines below say why; the data folder is {folder}.";
        return said.Count == 0
            ? $"{what} It said nothing."
            : $"{what} {advice}\n  {string.Join("\n  ", said)}";
    }
}
