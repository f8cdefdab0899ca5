namespace Dropzone.Ledger.EndToEnd.Browsing;

/// <summary>A test that needs a browser. Where there is none it fails when <c>CI</c> is set, and says elsewhere what to install.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Looks for a browser when the test is found.</summary>
    public BrowserFactAttribute() => Skip = BrowserProgram.WhyNone();
}

/// <summary>The same for a test with several rows.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for a browser when the test is found.</summary>
    public BrowserTheoryAttribute() => Skip = BrowserProgram.WhyNone();
}
