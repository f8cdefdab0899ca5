using System.Reflection;

namespace Dropzone.Ledger.Api.OpenApi;

/// <summary>
/// The build's document generator runs the program up to its started host. Then there is no database, and nothing may run in the background.
/// </summary>
public static class DocumentGeneration
{
    /// <summary>Whether this process is the generator.</summary>
    public static bool IsRunning { get; } = Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";
}
