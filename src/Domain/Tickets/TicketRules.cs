namespace Dropzone.Ledger.Domain.Tickets;

/// <summary>Why Sentinel would refuse fields.</summary>
/// <param name="Field"><c>classification</c> or <c>reason</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to give instead.</param>
public sealed record TicketRefusal(string Field, string Message, string Remedy);

/// <summary>What Sentinel accepts, and when two states of a ticket are the same.</summary>
public static class TicketRules
{
    /// <summary>The status of a closed incident.</summary>
    public const string Closed = "Closed";

    /// <summary>The status of a new incident.</summary>
    public const string New = "New";

    /// <summary>The status of an incident that is worked on.</summary>
    public const string Active = "Active";

    /// <summary>The statuses.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [New, Active, Closed];

    /// <summary>The reasons that each classification may have; none means that it must have none.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Reasons { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["TruePositive"] = ["SuspiciousActivity"],
            ["BenignPositive"] = ["SuspiciousButExpected"],
            ["FalsePositive"] = ["IncorrectAlertLogic", "InaccurateData"],
            ["Undetermined"] = [],
        };

    /// <summary>Why Sentinel would refuse a write of these fields; null when it would not. The status is one of <see cref="Statuses"/>.</summary>
    public static TicketRefusal? Refusal(TicketFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Status != Closed)
        {
            return fields.Classification is null && fields.Reason is null
                ? null
                : new TicketRefusal("classification", "Only a closed incident has a classification.", "Leave classification and reason out.");
        }

        if (fields.Classification is null || !Reasons.TryGetValue(fields.Classification, out var allowed))
        {
            return new TicketRefusal("classification", "Closing needs a classification that Sentinel knows.", $"Use one of {string.Join(", ", Reasons.Keys)}.");
        }

        var fits = allowed.Count == 0 ? fields.Reason is null : fields.Reason is not null && allowed.Contains(fields.Reason, StringComparer.Ordinal);
        return fits
            ? null
            : new TicketRefusal(
                "reason",
                $"Sentinel does not accept '{fields.Reason ?? "no reason"}' with {fields.Classification}.",
                allowed.Count == 0 ? "Leave the reason out." : $"Use {string.Join(" or ", allowed)}.");
    }

    /// <summary>
    /// Whether two states are the same: the status, and of closed ones classification and reason. What an open incident still holds of an
    /// earlier closing does not count, nor does the comment.
    /// </summary>
    public static bool Same(TicketFields a, TicketFields b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Word(a.Status, b.Status) && (!Word(a.Status, Closed) || (Word(a.Classification, b.Classification) && Word(a.Reason, b.Reason)));
    }

    /// <summary>Whether a ticket has all that was wished for: the same state, and the comment where one was wished for.</summary>
    public static bool Fulfils(TicketFields actual, TicketFields wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return Same(actual, wanted) && (wanted.Comment is null || wanted.Comment == actual.Comment);
    }

    private static bool Word(string? a, string? b) => string.Equals(a ?? "", b ?? "", StringComparison.OrdinalIgnoreCase);
}
