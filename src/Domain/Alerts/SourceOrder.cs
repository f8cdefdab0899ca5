using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>The order of versions of one record at its source.</summary>
public static class SourceOrder
{
    /// <summary>
    /// Compares by <see cref="SourceVersion.ModifiedAt"/> as a time of full precision. A time that cannot be read stands before all others.
    /// 0 when the source does not tell which came first: then the one that was seen later counts.
    /// </summary>
    public static int Compare(SourceVersion a, SourceVersion b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return (SourceTime.TryParse(a.ModifiedAt, out var first), SourceTime.TryParse(b.ModifiedAt, out var second)) switch
        {
            (true, true) => first.CompareTo(second),
            (true, false) => 1,
            (false, true) => -1,
            _ => 0,
        };
    }
}
