using System.Globalization;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Connectors.OData;

/// <summary>What is wrong with a filter.</summary>
/// <param name="At">The index of the character.</param>
/// <param name="Message">What was met and what was expected.</param>
public sealed record ODataProblem(int At, string Message);

/// <summary>
/// A person's OData filter (OData 4.0 URL conventions, section 5.1.1), read only to be sure that it is one whole condition: then parentheses
/// around it keep our own conditions beside it in force, whatever it says.
/// </summary>
public static class ODataFilter
{
    /// <summary>The longest filter, in characters.</summary>
    public const int Longest = 2_000;

    /// <summary>Null when the text is one condition; else the first thing that is wrong.</summary>
    public static ODataProblem? Problem(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Length > Longest)
        {
            return new ODataProblem(Longest, $"it has more than {Longest.ToString(CultureInfo.InvariantCulture)} characters.");
        }

        if (!TextHygiene.IsClean(filter))
        {
            return new ODataProblem(0, "it holds a NUL or a broken character.");
        }

        var (tokens, problem) = ODataTokens.Of(filter);
        return problem ?? new ODataParser(tokens).Whole();
    }

    /// <summary>Our condition and the person's, so that neither can change what the other means.</summary>
    /// <param name="ours">A condition without <c>or</c> at its top.</param>
    /// <param name="filter">A filter without a <see cref="Problem"/>.</param>
    /// <exception cref="ArgumentException">The filter does not parse.</exception>
    public static string Beside(string ours, string filter) => Problem(filter) is { } problem
        ? throw new ArgumentException(problem.Message, nameof(filter))
        : $"{ours} and ({filter})";
}
