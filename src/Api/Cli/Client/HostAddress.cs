using System.Text.Json;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.Api.Cli.Client;

/// <summary>Where a running host is and with which token to speak to it.</summary>
/// <param name="Url">The host's address.</param>
/// <param name="Token">An access token.</param>
public sealed record HostAddress(Uri Url, string Token)
{
    private const string FileName = "client.json";

    /// <summary>
    /// Found by flag, else by <c>LEDGER_URL</c> and <c>LEDGER_TOKEN</c>, else in the file <c>client.json</c> (0600) that a host on this machine
    /// keeps in its data folder: the one named by <c>LEDGER_DATA_DIR</c>, else that of <c>serve</c>, else that of <c>demo</c>.
    /// </summary>
    /// <returns>The address, or null with a sentence that says what to do.</returns>
    public static (HostAddress? Address, string? Problem) Find(string? url, string? token, Func<string, string?> environment)
    {
        var file = Folders(environment).Select(Read).FirstOrDefault(a => a is not null);
        url ??= environment("LEDGER_URL") ?? file?.Url.ToString();
        token ??= environment("LEDGER_TOKEN") ?? (file is not null && SameHost(file.Url, url) ? file.Token : null);
        if (url is null)
        {
            return (null, "No host is known. Start one with 'ledger serve' or 'ledger demo', or name it with --url (or LEDGER_URL).");
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            return (null, $"--url: '{url}' is no http or https address.");
        }

        if (parsed.Scheme == "http" && !parsed.IsLoopback)
        {
            return (null, "--url: a token is sent over plain http to this machine only; use https.");
        }

        return token is null
            ? (null, "No token is known. Give one with --token or LEDGER_TOKEN; 'ledger token --bootstrap' makes the first.")
            : (new HostAddress(parsed, token), null);
    }

    /// <summary>Leaves the address for commands on this machine, readable by this user alone.</summary>
    public void Keep(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, FileName);
        var staged = $"{path}.{Environment.ProcessId}";
        File.Delete(staged);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(staged, options))
        {
            JsonSerializer.Serialize(file, new Kept(Url.ToString(), Token), JsonSerializerOptions.Web);
        }

        File.Move(staged, path, overwrite: true);
    }

    /// <summary>Removes what <see cref="Keep"/> left, when it is still that of this host.</summary>
    public void Forget(string dataFolder)
    {
        if (Read(dataFolder) is { } kept && kept.Token == Token)
        {
            File.Delete(Path.Combine(dataFolder, FileName));
        }
    }

    private static IEnumerable<string> Folders(Func<string, string?> environment)
    {
        if (environment("LEDGER_DATA_DIR") is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        yield return EmbeddedPostgresOptions.DefaultFolder;
        yield return Path.Combine(EmbeddedPostgresOptions.DefaultFolder, "demo");
    }

    private static HostAddress? Read(string folder)
    {
        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(Path.Combine(folder, FileName)), JsonSerializerOptions.Web);
            return kept is { Url: not null, Token: not null } && Uri.TryCreate(kept.Url, UriKind.Absolute, out var url) ? new(url, kept.Token) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // No host has left its address there, or it is another user's: the next place is asked.
            return null;
        }
    }

    private static bool SameHost(Uri kept, string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var asked) && Uri.Compare(kept, asked, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private sealed record Kept(string? Url, string? Token);
}
