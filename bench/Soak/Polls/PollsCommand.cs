using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Polls;

internal static class PollsCommand
{
    public static Command Create(Func<ParseResult, Report> report) => new("polls", nameof(report)+report.GetHashCode());
}
