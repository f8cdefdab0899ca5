using System.Text.Json;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary>Serves recorded files from the simulated cloud, lets the product read them, and holds its record against the files themselves.</summary>
internal sealed class SamplesRun(Report report, IReadOnlyList<RecordedAlert> recorded)
{
    private const string Lookback = "P3650D";

    private int compared;

    /// <summary>Runs it.</summary>
    /// <returns>0 when no field that the product claims to know was lost or misread.</returns>
    public static async Task<int> RunAsync(Report report, string directory, CancellationToken cancellation)
    {
        var files = SampleFolder.Named(directory);
        await using var server = await BenchServer.StartAsync(cancellation);
        var database = await server.DatabaseAsync("samples", cancellation);
        await IngestAsync(report, server, database, directory, cancellation);
        await using var ledger = database.Open();
        var run = new SamplesRun(report, await RecordedAlert.ReadAsync(ledger, cancellation));
        run.Judge(files);
        foreach (var (file, why) in SampleFolder.Others(directory, files))
        {
            report.Give(new { file, notAnAlert = why }, $"{file}: not an alert: {why}");
        }

        report.Say(report.ExitCode == 0 ? "Nothing was lost or misread." : "Something was lost or misread.");
        return report.ExitCode;
    }

    private static async Task IngestAsync(Report report, BenchServer server, BenchDatabase database, string directory, CancellationToken cancellation)
    {
        await using var cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { DataDirectory = directory }, cancellation);
        var environment = await SimulatedConnectors.EnvironmentAsync(cloud, server.Folder, cancellation);
        await using var product = ProductProcess.Serve(database, environment);
        using var client = new ProductClient(await product.AddressAsync(cancellation), database.Token);
        foreach (var connector in SimulatedConnectors.Documents(cloud.Tenant, Lookback))
        {
            if (connector["ingest"]?.GetValue<string>() == "alerts")
            {
                connector["emailThreatSubmissions"] = true;
            }

            await client.ConfigureAsync(connector, cancellation);
        }

        report.Say("Polling");
        await client.PollAllAsync(SimulatedConnectors.All, cancellation);
        await product.StopAsync();
    }

    private void Judge(IReadOnlyList<SampleFile> files)
    {
        foreach (var file in files)
        {
            Judge(file);
        }

        report.Give(new Figure("records recorded", "alerts", recorded.Count));
        report.Give(new Figure("fields of the files compared with facts of the ledger", "fields", compared));
    }

    private void Judge(SampleFile file)
    {
        if (ExpectedFields.Of(file.Resource) is not { } table)
        {
            report.Broken($"{file.File}: the manifest names a resource that no source is read from: {file.Resource}");
            return;
        }

        for (var i = 0; i < file.Records.Count; i++)
        {
            Judge(file, i, file.Records[i], table);
        }
    }

    private void Judge(SampleFile file, int index, JsonElement record, IReadOnlyList<ExpectedField> table)
    {
        var where = $"{file.File}[{index}]";
        if (Find(file.Resource, record) is not { } alert)
        {
            report.Broken($"{where}: the ledger does not hold it");
            return;
        }

        var (wrong, fields) = FieldCheck.Check(record, alert.Facts, table);
        compared += fields;
        foreach (var what in wrong)
        {
            report.Broken($"{where}: {what}");
        }

        if (alert.Payload.IsEmpty)
        {
            report.Broken($"{where}: the vault holds no payload");
        }

        var payloadOnly = alert.PayloadOnly();
        report.Give(
            new { record = where, source = alert.Ingested.SourceId, read = alert.Facts, alert.Known, payloadOnly, warnings = alert.Ingested.Warnings, compared = fields },
            Words(where, alert, payloadOnly, fields));
    }

    private RecordedAlert? Find(string resource, JsonElement record)
    {
        var (path, kind) = resource switch
        {
            "graphAlerts" => ("id", AlertKind.DefenderAlert),
            "graphIncidents" => ("id", AlertKind.DefenderIncident),
            "emailThreats" => ("id", AlertKind.EmailThreatSubmission),
            "armIncidents" => ("name", AlertKind.SentinelIncident),
            "securityIncidentRows" => ("IncidentName", AlertKind.SentinelIncident),
            _ => ("SystemAlertId", AlertKind.SentinelIncident),
        };
        var id = FieldCheck.At(record, path)?.GetString();
        return resource == "securityAlertRows"
            ? recorded.FirstOrDefault(a => a.Ingested.Facts.Alerts.Any(s => s.Found && s.SystemAlertId == id))
            : recorded.FirstOrDefault(a => a.Ingested.Kind == kind && a.Ingested.SourceId == id);
    }

    private static string Words(string where, RecordedAlert alert, IReadOnlyList<string> payloadOnly, int fields) => string.Join(
        Environment.NewLine,
        [
            $"{where}: {alert.Ingested.Facts.Title} ({alert.Ingested.Kind} {alert.Ingested.SourceId}); {fields} fields compared",
            .. alert.Facts.EnumerateObject().Where(static f => f.Value.GetRawText() is not "[]").Select(static f => $"  read  {f.Name} = {Cut(f.Value.GetRawText())}"),
            $"  payload only  {(payloadOnly.Count == 0 ? "(nothing)" : string.Join(", ", payloadOnly))}",
            .. alert.Ingested.Warnings.Select(static w => $"  warning  {w}"),
        ]);

    private static string Cut(string text) => text.Length <= 160 ? text : text[..160] + "…";
}
