using System.CommandLine;
using System.Runtime.InteropServices;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Polling;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Soak.Kill;
using Dropzone.Ledger.Bench.Soak.Log;
using Dropzone.Ledger.Bench.Soak.Polls;
using Dropzone.Ledger.Bench.Soak.Rebuilds;
using Dropzone.Ledger.Bench.Soak.Samples;
using Dropzone.Ledger.Bench.Soak.Sources;
using Dropzone.Ledger.Bench.Soak.Tickets;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

const int CouldNotRun = 2;

var json = new Option<bool>("--json") { Description = "One JSON object a line on standard output; progress goes to standard error", Recursive = true };
var soak = new Command("soak", "Long runs that try to break a promise")
{
    KillCommand.Create(Report.Of(json)),
    LogCommand.Create(Report.Of(json)),
    PollsCommand.Create(Report.Of(json)),
    RebuildsCommand.Create(Report.Of(json)),
    SamplesCommand.Create(Report.Of(json)),
    SourcesCommand.Create(Report.Of(json)),
    SourcesCommand.CreateInterleaving(Report.Of(json)),
    TicketsCommand.Create(Report.Of(json)),
};
var root = new RootCommand("Measures the product and tries to break it; exit code 1 when a limit or a promise does not hold")
{
    json, PollCommand.Create(Report.Of(json)), soak,
};
FiguresCommand.AddTo(root, Report.Of(json));
// A run that is told to stop takes its processes and its server with it.
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var how = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
    return await root.Parse(args).InvokeAsync(how, stop.Token);
}
catch (Exception e) when (e is InvalidOperationException or TimeoutException or EmbeddedPostgresException or IOException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return CouldNotRun;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
