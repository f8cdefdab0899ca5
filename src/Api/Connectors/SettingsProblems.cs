using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>What is wrong with settings, as an answer.</summary>
public static class SettingsProblems
{
    /// <summary>Names each field with its remedy.</summary>
    public static Problem Of(IReadOnlyList<SettingsProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return new Problem(ProblemKinds.InvalidSettings, string.Join(" ", problems.Take(3).Select(static p => $"{p.Field}: {p.Message}")))
        {
            Errors = [.. problems.Select(static p => new FieldProblem(p.Field, p.Message, p.Remedy))],
        };
    }

    /// <summary>One field.</summary>
    public static Problem Of(string field, string message, string remedy) => Of([new SettingsProblem(field, message, remedy)]);
}
