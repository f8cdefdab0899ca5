namespace Dropzone.Ledger.Api.Problems;

/// <summary>One sort of refusal. The code is stable: clients may branch on it.</summary>
/// <param name="Code">Kebab-case; the problem's <c>type</c> is <c>urn:dropzone-ledger:problem:{code}</c>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">A short sentence that is the same for every occurrence.</param>
public sealed record ProblemKind(string Code, int Status, string Title)
{
    /// <summary>The problem's <c>type</c>.</summary>
    public string Type => "urn:dropzone-ledger:problem:" + Code;
}
