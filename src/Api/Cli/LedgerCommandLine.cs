using System.CommandLine;
using Dropzone.Ledger.Api.Cli.Bench;
using Dropzone.Ledger.Api.Cli.Connectors;
using Dropzone.Ledger.Api.Cli.Events;
using Dropzone.Ledger.Api.Cli.Export;
using Dropzone.Ledger.Api.Cli.Previews;
using Dropzone.Ledger.Api.Cli.Rebuilds;
using Dropzone.Ledger.Api.Cli.Investigations;
using Dropzone.Ledger.Api.Cli.Replay;
using Dropzone.Ledger.Api.Cli.Serve;
using Dropzone.Ledger.Api.Cli.Tenants;
using Dropzone.Ledger.Api.Cli.Tickets;
using Dropzone.Ledger.Api.Cli.Tokens;
using Dropzone.Ledger.Api.Demo;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.OpenApi;
using Dropzone.Ledger.Api.Verify;

namespace Dropzone.Ledger.Api.Cli;

/// <summary>The command line <c>ledger</c>. Without a verb it serves.</summary>
public static class LedgerCommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (DocumentGeneration.IsRunning)
        {
            await LedgerHost.Build(DocumentGeneration.Options).RunAsync();
            return ExitCode.Done;
        }

        var root = new RootCommand("Dropzone Ledger: an event-sourced ledger of security alerts");
        var host = new HostCommand();
        host.AddTo(root);
        root.Subcommands.Add(ConnectorCommand.Create(host));
        root.Subcommands.Add(EventsCommand.Create(host));
        root.Subcommands.Add(ReplayCommand.Create(host));
        root.Subcommands.Add(PreviewCommand.Create(host));
        root.Subcommands.Add(ExportCommand.Create(host));
        root.Subcommands.Add(RebuildCommand.Create(host));
        root.Subcommands.Add(InvestigateCommand.Create(host));
        root.Subcommands.Add(TicketCommand.Create(host));
        root.Subcommands.Add(TokenCommand.Create(host));
        root.Subcommands.Add(TenantCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create(host));
        root.Subcommands.Add(BenchCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.SetAction((_, cancellation) => ServeCommand.RunAsync(null, null, cancellation));
        var parsed = root.Parse(args);

        // The host stops in its own time and order (pollers write what is pending), so that no deadline of the parser may cut it short.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
    }
}
