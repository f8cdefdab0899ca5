using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Samples;

internal static class SamplesCommand
{
    public static Command Create(Func<ParseResult, Report> report) => new("samples", nameof(report) + report.GetHashCode());
}
