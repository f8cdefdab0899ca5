using System.Text.RegularExpressions;
using Dropzone.Ledger.EndToEnd.Processes;

namespace Dropzone.Ledger.EndToEnd.Cluster;

/// <summary>One <c>ledger serve</c> on a database that it shares.</summary>
public sealed partial class ClusterNode : IAsyncDisposable
{
    private static readonly TimeSpan SetUp = TimeSpan.FromSeconds(60);

    private ClusterNode(LedgerProcess process, string login, Uri address)
    {
        Process = process;
        Login = login;
        Address = address;
    }

    /// <summary>The process.</summary>
    public LedgerProcess Process { get; }

    /// <summary>The login by which the database knows this node.</summary>
    public string Login { get; }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Starts a node and waits until it answers.</summary>
    public static async Task<ClusterNode> StartAsync(string login, IReadOnlyDictionary<string, string> environment)
    {
        var process = LedgerProcess.Start(environment, "serve", "--port", "0");
        try
        {
            var line = await process.LineAsync($"{login} serves", SetUp, static line => Answers().IsMatch(line));
            return new ClusterNode(process, login, new Uri(Answers().Match(line).Groups["address"].Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Process.DisposeAsync();

    [GeneratedRegex(@"answers at (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Answers();
}
