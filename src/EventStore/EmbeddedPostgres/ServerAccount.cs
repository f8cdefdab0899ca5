namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>
/// The operating system account that the server runs as. PostgreSQL refuses to run as root; then an unprivileged account that the
/// machine has already is taken.
/// </summary>
/// <param name="Name">The account's name.</param>
/// <param name="SwitchTo">The same name when the server must be started as another user than ours, else null.</param>
internal sealed record ServerAccount(string Name, string? SwitchTo)
{
    private static readonly string[] Unprivileged = ["postgres", "nobody"];

    public static async Task<ServerAccount> FindAsync(CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(Environment.UserName, SwitchTo: null);
        }

        foreach (var name in Unprivileged)
        {
            if ((await OsTool.RunAsync("id", ["-u", name], user: null, "", cancellation)).ExitCode == 0)
            {
                return new ServerAccount(name, name);
            }
        }

        throw new EmbeddedPostgresException(
            EmbeddedPostgresRefusal.UnsupportedPlatform,
            "PostgreSQL refuses to run as root, and this machine has neither an account 'postgres' nor 'nobody'. "
            + "Start as an ordinary user, or name an existing server in ConnectionStrings__Ledger.");
    }

    /// <summary>Gives a folder and all in it to the account; without a switch of users it is ours already.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancellation)
    {
        if (SwitchTo is null)
        {
            return;
        }

        var result = await OsTool.RunAsync("chown", ["-hR", SwitchTo + ":", folder], user: null, "", cancellation);
        if (result.ExitCode != 0)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresRefusal.DataFolderUnusable, $"{folder} could not be given to the account '{Name}': {result.Output.Trim()}");
        }
    }

    /// <summary>Whether the account can enter a folder: each of its parents counts.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellation) =>
        (await OsTool.RunAsync("/bin/sh", ["-c", "cd \"$0\"", folder], SwitchTo, "", cancellation)).ExitCode == 0;
}
