using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary><c>bench soak tickets</c>: status changes against faults and kill -9, and every write-back accounted for.</summary>
internal static class TicketsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var incidents = new Option<int>("--incidents") { Description = "Incidents at the source", DefaultValueFactory = static _ => 2_000 };
        var changes = new Option<int>("--changes") { Description = "Status changes", DefaultValueFactory = static _ => 10_000 };
        var kills = new Option<int>("--kills") { Description = "Kills with signal 9, each at another named point", DefaultValueFactory = static _ => TicketStep.All.Count };
        var seed = new Option<int>("--seed") { Description = "Equal seeds make equal incidents and equal plans", DefaultValueFactory = static _ => 1 };
        var command = new Command("tickets", "Status changes against injected faults and kills: each intent one outcome, no second effective write, no field lost")
        {
            incidents, changes, kills, seed,
        };
        command.SetAction(async (result, cancellation) =>
        {
            await using var server = await BenchServer.StartAsync(cancellation);
            var options = new TicketSoakOptions(result.GetValue(incidents), result.GetValue(changes), result.GetValue(kills), result.GetValue(seed));
            return await TicketsRun.RunAsync(report(result), options, await server.DatabaseAsync("tickets", cancellation), server.Folder, cancellation);
        });
        return command;
    }
}
