using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Kill;

internal static class KillCommand
{
    public static Command Create(Func<ParseResult, Report> report) => new("kill", nameof(report)+report.GetHashCode());
}
