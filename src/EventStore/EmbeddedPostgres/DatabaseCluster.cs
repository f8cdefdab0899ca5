using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>PostgreSQL's data directory: made once, recognised afterwards.</summary>
[UnsupportedOSPlatform("windows")]
internal static class DatabaseCluster
{
    /// <summary>The major version of the binaries that the build brings.</summary>
    private const int Major = 18;

    /// <summary>
    /// The C library's idea of letters, which pg_trgm asks: under plain C it drops every letter outside ASCII. The names differ
    /// between systems; plain C comes last and costs text search those letters.
    /// </summary>
    private static readonly string[] LetterLocales = ["C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8", "C"];

    /// <summary>Makes the data directory when there is none; the answer is the superuser's password.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be made, is of another major version, or its password is lost.</exception>
    public static async Task<string> EnsureAsync(
        DataFolder folder, string binaries, ServerAccount account, EmbeddedPostgresOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder.Data))
        {
            return await CreateAsync(folder, binaries, account, options, cancellation);
        }

        CheckVersion(folder, binaries);
        await account.OwnAsync(folder.Data, cancellation);
        return folder.ReadPassword() ?? throw new EmbeddedPostgresException(
            EmbeddedPostgresRefusal.DataFolderUnusable,
            $"The data in {folder.Data} is there, but its password file {folder.PasswordFile} is gone. Restore that file from a backup.");
    }

    private static void CheckVersion(DataFolder folder, string binaries)
    {
        var file = Path.Combine(folder.Data, "PG_VERSION");
        if (!File.Exists(file))
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresRefusal.DataFolderUnusable,
                $"{folder.Data} is not a PostgreSQL data directory (it has no PG_VERSION). Choose another data folder.");
        }

        var found = File.ReadAllText(file).Trim();
        if (found != Major.ToString(CultureInfo.InvariantCulture))
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresRefusal.OtherMajorVersion,
                $"The data in {folder.Data} was written by PostgreSQL {found}; the server at hand ({binaries}) is version {Major}. "
                + "Upgrade the data with pg_upgrade or a dump, or choose another data folder.");
        }
    }

    private static async Task<string> CreateAsync(
        DataFolder folder, string binaries, ServerAccount account, EmbeddedPostgresOptions options, CancellationToken cancellation)
    {
        var password = folder.CreatePassword();
        var output = "";
        foreach (var locale in LetterLocales)
        {
            folder.MakeUnfinished();
            await account.OwnAsync(folder.Unfinished, cancellation);
            var result = await InitialiseAsync(folder, binaries, account, options, locale, password, cancellation);
            if (result.ExitCode == 0)
            {
                WarnOfPlainC(locale, options.Logger);
                Directory.Move(folder.Unfinished, folder.Data);
                return password;
            }

            output = result.Output;
            if (!output.Contains("invalid locale name", StringComparison.Ordinal))
            {
                break;
            }
        }

        throw new EmbeddedPostgresException(
            EmbeddedPostgresRefusal.DataFolderUnusable,
            StartFailure.Describe($"A new database could not be made in {folder.Root}.", output.Split('\n'), folder.Root));
    }

    /// <summary>The password goes through a pipe that the server's account itself made: it may not open one of ours by name.</summary>
    private static Task<OsToolResult> InitialiseAsync(
        DataFolder folder, string binaries, ServerAccount account, EmbeddedPostgresOptions options, string locale, string password,
        CancellationToken cancellation)
    {
        List<string> arguments =
        [
            "-c", "cat | \"$0\" \"$@\"", Path.Combine(binaries, "bin", "initdb"),
            "-D", folder.Unfinished, "-U", EmbeddedPostgresServer.Superuser, "--pwfile=/dev/stdin", "-A", "scram-sha-256", "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=" + locale,
            "--data-checksums", "--no-instructions",
        ];
        if (options.Settings.TryGetValue("fsync", out var fsync) && fsync == "off")
        {
            arguments.Add("--no-sync");
        }

        return OsTool.RunAsync("/bin/sh", arguments, account.SwitchTo, password + "\n", cancellation);
    }

    private static void WarnOfPlainC(string locale, ILogger? logger)
    {
        if (locale == "C")
        {
            logger?.LogWarning("This system has no UTF-8 locale: text search will not find letters outside ASCII.");
        }
    }
}
