using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>What is wrong with the queries of a Sentinel connector, as far as their text tells. Whether they run is tried at the test.</summary>
internal static class KqlQueryValidation
{
    private const string Field = "kqlQueries";
    private const int MostQueries = 50;
    private const int MostIdColumns = 16;
    private const int LongestQuery = 20_000;
    private const int LongestColumn = 256;

    internal static IEnumerable<SettingsProblem> Problems(IReadOnlyList<KqlQuery> queries)
    {
        if (queries.Count > MostQueries)
        {
            yield return new SettingsProblem(Field, $"There are more than {MostQueries} queries.", "Join some of them with union, or make a second connector.");
        }

        var slugs = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < queries.Count; i++)
        {
            var (at, query) = ($"{Field}[{i}]", queries[i]);
            foreach (var problem in SlugProblems(at + ".slug", query.Slug, slugs).Concat(QueryProblems(at + ".query", query)).Concat(ColumnProblems(at, query)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<SettingsProblem> SlugProblems(string at, string slug, HashSet<string> slugs)
    {
        if (SettingsValidation.ValidateId(slug).Count > 0)
        {
            yield return new SettingsProblem(
                at, "It is no slug.", "Use lower-case letters, digits and single hyphens between them, at most 63, such as failed-logons.");
        }
        else if (!slugs.Add(slug))
        {
            yield return new SettingsProblem(at, $"The slug '{slug}' is used twice.", "Give each query a slug of its own: it is part of its alerts' ids.");
        }
    }

    private static IEnumerable<SettingsProblem> QueryProblems(string at, KqlQuery query)
    {
        var text = query.Query;
        if (string.IsNullOrWhiteSpace(text))
        {
            yield return new SettingsProblem(at, "It is empty.", "Give a KQL query.");
            yield break;
        }

        if (text.Length > LongestQuery)
        {
            yield return new SettingsProblem(at, $"It has more than {LongestQuery} characters.", "Shorten it, or keep part of it as a function of the workspace.");
        }

        if (!TextHygiene.IsClean(text))
        {
            yield return new SettingsProblem(at, "It holds a NUL or a broken character.", "Type it anew.");
        }

        if (KqlText.Code(text) is not { } code)
        {
            yield return new SettingsProblem(at, "A text in quotes does not end.", "Close the quotes.");
            yield break;
        }

        var statements = code.Split(';').Select(statement => statement.Trim()).ToList();
        if (statements.Exists(statement => statement.StartsWith('.')))
        {
            yield return new SettingsProblem(at, "It holds a management command (a statement that begins with a dot).", "Remove it: the ledger only reads.");
        }

        if (statements.Count == 0 || statements[^1].Length == 0)
        {
            yield return new SettingsProblem(at, "It ends without a query.", "End with the expression whose rows are the alerts, without a semicolon behind it.");
        }

        foreach (var name in new[] { KqlQuery.From, KqlQuery.To })
        {
            if (statements.Exists(statement => IsLetOf(statement, name)))
            {
                yield return new SettingsProblem(at, $"It sets {name} itself.", $"Remove that let: the ledger puts {name} in front of the query.");
            }
            else if (!KqlText.Names(code, name))
            {
                var column = string.IsNullOrWhiteSpace(query.TimeColumn) ? "TimeGenerated" : query.TimeColumn;
                yield return new SettingsProblem(
                    at, $"It does not use {name}, so that every poll would ask for everything.",
                    $"Bound it: | where {column} >= {KqlQuery.From} and {column} < {KqlQuery.To}");
            }
        }
    }

    private static IEnumerable<SettingsProblem> ColumnProblems(string at, KqlQuery query)
    {
        if (query.IdColumns.Count == 0)
        {
            yield return new SettingsProblem(at + ".idColumns", "There is no column.", "Name the columns that together tell one row from every other.");
        }

        if (query.IdColumns.Count > MostIdColumns)
        {
            yield return new SettingsProblem(at + ".idColumns", $"There are more than {MostIdColumns} columns.", "Join some of them in the query with strcat().");
        }

        if (query.IdColumns.Distinct(StringComparer.Ordinal).Count() < query.IdColumns.Count)
        {
            yield return new SettingsProblem(at + ".idColumns", "A column is named twice.", "Name each column once.");
        }

        var columns = query.IdColumns.Select((column, i) => ($"{at}.idColumns[{i}]", (string?)column))
            .Prepend((at + ".timeColumn", query.TimeColumn));
        foreach (var (field, column) in columns.Append((at + ".titleColumn", query.TitleColumn)).Append((at + ".severityColumn", query.SeverityColumn)))
        {
            if (column is not null && (string.IsNullOrWhiteSpace(column) || column.Length > LongestColumn || !TextHygiene.IsClean(column)))
            {
                yield return new SettingsProblem(field, "It is no name of a column.", $"Give the column's name as the answer spells it, at most {LongestColumn} characters.");
            }
        }
    }

    private static bool IsLetOf(string statement, string name)
    {
        var words = statement.Split([' ', '\t', '\r', '\n', '='], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && words[0] == "let" && words[1] == name;
    }
}
