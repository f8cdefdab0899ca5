using System.Reflection;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.OpenApi;

/// <summary>
/// The build's document generator runs the program up to its started host. Then there is no database, and nothing may run in the background.
/// </summary>
public static class DocumentGeneration
{
    /// <summary>Whether this process is the generator.</summary>
    public static bool IsRunning { get; } = Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    /// <summary>A host that answers what its document is and nothing else.</summary>
    public static LedgerHostOptions Options { get; } = new()
    {
        Connections = LedgerConnections.From("Host=localhost;Database=none;Username=none"),
        MasterKey = MasterKey.Passing(),
        Workers = false,
    };
}
