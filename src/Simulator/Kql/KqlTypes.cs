using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>The names of the types.</summary>
internal static class KqlTypes
{
    /// <summary>The type of a name, as <c>typeof()</c> takes it.</summary>
    public static LogType? Parse(string name) => name switch
    {
        "string" => LogType.String,
        "datetime" => LogType.DateTime,
        "int" => LogType.Int,
        "long" => LogType.Long,
        "real" or "double" => LogType.Real,
        "bool" => LogType.Bool,
        "dynamic" => LogType.Dynamic,
        "timespan" => LogType.TimeSpan,
        "guid" => LogType.Guid,
        _ => null,
    };

    /// <summary>The name of a type, as the columns of an answer give it.</summary>
    public static string Name(LogType type) => type == LogType.DateTime ? "datetime" : type.ToString().ToLowerInvariant();

    /// <summary>Whether values of the type are numbers.</summary>
    public static bool IsNumber(LogType type) => type is LogType.Int or LogType.Long or LogType.Real;

    /// <summary>Whether values of the two types may be compared.</summary>
    public static bool Comparable(LogType a, LogType b) =>
        a == LogType.Dynamic || b == LogType.Dynamic || (IsNumber(a) && IsNumber(b)) || Text(a) == Text(b);

    private static LogType Text(LogType type) => type == LogType.Guid ? LogType.String : type;
}

/// <summary>The tables the workspace has.</summary>
internal static class KqlTables
{
    /// <summary>Whether <paramref name="name"/> is a table.</summary>
    public static bool IsTable(string name) => name is "SecurityIncident" or "SecurityAlert";
}

/// <summary>Rows with their columns, on their way through the operators.</summary>
internal sealed record KqlRows(IReadOnlyList<LogColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>The hidden column that carries a row's ingestion time; no query can name it.</summary>
    public const string IngestionColumn = "$ingestion";

    /// <summary>The place of a column, or −1. Names are case-sensitive.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The columns that a reader sees.</summary>
    public IEnumerable<int> Visible => Enumerable.Range(0, Columns.Count).Where(i => Columns[i].Name != IngestionColumn);
}
