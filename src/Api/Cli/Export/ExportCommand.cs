using System.CommandLine;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Export;

namespace Dropzone.Ledger.Api.Cli.Export;

/// <summary><c>ledger export</c>: the record as a file that <c>ledger verify FILE</c> checks without a database.</summary>
public static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(HostCommand host)
    {
        var file = new Option<FileInfo?>("--out") { Description = "The file to write; without it the lines go to standard output" };
        var from = new Option<long>("--from") { Description = "The first position", DefaultValueFactory = _ => 1 };
        var to = new Option<long?>("--to") { Description = "The last position; the head when not given" };
        var command = new Command("export", "Take the record away as a file with its own check sum") { file, from, to };
        command.SetAction((result, cancellation) => host.RunAsync(
            result,
            async (client, token) =>
            {
                var path = $"/api/v1/export?from={result.GetValue(from)}" + (result.GetValue(to) is { } last ? $"&to={last}" : "");
                if (result.GetValue(file) is not { } target)
                {
                    await using var output = Console.OpenStandardOutput();
                    await client.CopyAsync(path, output, token);
                    return ExitCode.Done;
                }

                return await SaveAsync(client, path, target, token);
            },
            cancellation));
        return command;
    }

    // Under another name until it is whole and checked: a name that stands there is a whole export.
    private static async Task<int> SaveAsync(LedgerClient client, string path, FileInfo target, CancellationToken cancellation)
    {
        var partial = target.FullName + ".partial";
        ExportReport report;
        try
        {
            await using (var output = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite))
            {
                await client.CopyAsync(path, output, cancellation);
                output.Position = 0;
                report = await ExportAudit.CheckAsync(output, cancellation);
            }

            if (report.Holds)
            {
                File.Move(partial, target.FullName, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(ExitCode.Failed, $"--out: {e.Message}");
        }

        if (!report.Holds)
        {
            throw new CommandRefusedException(ExitCode.Failed, $"The export did not arrive whole ({report.Findings[0].What}); what came is in {partial}.");
        }

        await Console.Out.WriteLineAsync($"{report.Events} events up to position {report.Head}, SHA-256 {report.Sha256}.");
        await Console.Out.WriteLineAsync($"'ledger verify {target.Name}' checks the file without a database.");
        return ExitCode.Done;
    }
}
