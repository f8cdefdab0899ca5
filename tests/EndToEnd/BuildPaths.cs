using System.Reflection;

namespace Dropzone.Ledger.EndToEnd;

/// <summary>Places that the build knows and the tests need.</summary>
internal static class BuildPaths
{
    /// <summary>The product's assembly, to be run by <c>dotnet</c>.</summary>
    public static string LedgerProgram => Of("LedgerProgram");

    /// <summary>The folder of the npm packages that the build restored.</summary>
    public static string BrowserPackages => Of("BrowserPackages");

    /// <summary>Where screenshots go; made when missing. An unwritable build (of another user) sends them to the temporary folder.</summary>
    public static string TestResults()
    {
        try
        {
            return Directory.CreateDirectory(Of("TestResults")).FullName;
        }
        catch (UnauthorizedAccessException)
        {
            return Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"dropzone-ledger-screenshots-{Environment.UserName}")).FullName;
        }
    }

    private static string Of(string key) => Path.GetFullPath(
        typeof(BuildPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!);
}
