using System.Diagnostics;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dropzone.Ledger.Bench.Preview;

/// <summary>
/// A preview over a whole history against the bare reading of what it reads: the same statement, every column taken, nothing decided. Then the settings
/// are saved and applied, which must do what the preview said.
/// </summary>
internal sealed class PreviewMeasurement : IMeasurement
{
    private const int Alerts = 1_000_000;
    private const int QuickAlerts = 100_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["preview.whole-history", "preview.first-numbers"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        var alerts = run.Quick ? QuickAlerts : Alerts;
        var database = await run.EmptyAsync(cancellation);
        await new FilledLedger(database, $"{alerts:#,0} alerts", run.Report).LogOnlyAsync(alerts, cancellation);
        await using var ledger = database.Open();
        var settings = Asked();
        await ConfigureAsync(ledger, BelievableAlerts.SettingsOf(ConnectorKind.Microsoft365), 1, cancellation);
        var said = FilterCounts.None;
        var (previews, bares, firsts) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= run.Rounds; round++)
        {
            var bare = await BareAsync(ledger, settings, cancellation);
            (var whole, var first, said) = await PreviewAsync(ledger, settings, cancellation);
            if (round > 0)
            {
                bares.Add(bare);
                previews.Add(whole);
                firsts.Add(first);
            }
        }

        await ConfigureAsync(ledger, settings, 2, cancellation);
        var note = await ApplyAsync(ledger, said, run.Report, cancellation);
        run.Report.Give(Figure.Compared($"preview.whole-history ({alerts:#,0} alerts)", "s", previews, bares, Bar.AtMost(1.5)) with { Note = note });
        run.Report.Give(Figure.Compared($"preview.first-numbers ({alerts:#,0} alerts)", "s", firsts, previews, Bar.AtMost(0.1)));
    }

    private static Microsoft365Settings Asked() => (Microsoft365Settings)BelievableAlerts.SettingsOf(ConnectorKind.Microsoft365) with
    {
        EnabledSeverities = ["High", "Medium"],
        Exclusions = new Exclusions
        {
            Titles =
            [
                new TitleExclusion { Pattern = "Mass download*", Name = "backups" },
                new TitleExclusion { Pattern = "^impossible travel .*host-0\\d+$", Match = TitleMatch.Expression, Name = "vpn" },
            ],
        },
    };

    private static async Task<double> BareAsync(LedgerDatabase ledger, ConnectorSettings settings, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var head = (await ledger.Log.HeadAsync(BenchDatabase.Tenant, cancellation)).Position;
        var command = FilterHistory.Command(BenchDatabase.Tenant, ConnectorKind.Microsoft365, settings, 0, head);
        await ledger.QueryAsync(BenchDatabase.Tenant, command, prepared: false, static async (reader, stop) =>
        {
            var letters = 0L;
            while (await reader.ReadAsync(stop))
            {
                letters += reader.GetInt64(0) + reader.GetGuid(1).Version + reader.GetFieldValue<DateTimeOffset>(4).Second;
                foreach (var column in (ReadOnlySpan<int>)[2, 3, 5, 6, 8, 9, 10, 11, 13, 14, 15, 16])
                {
                    letters += reader.IsDBNull(column) ? 0 : reader.GetString(column).Length;
                }
            }

            return letters;
        }, cancellation);
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task ConfigureAsync(LedgerDatabase ledger, ConnectorSettings settings, int revision, CancellationToken cancellation)
    {
        var configured = EventCodec.Encode(new ConnectorConfigured
        {
            Connector = ConnectorKind.Microsoft365, Revision = revision, Settings = settings, By = new Actor(ActorKind.Person, "bench"),
        });
        var append = new StreamAppend(
            StreamId.Connector(ConnectorKind.Microsoft365), "connector", revision - 1, [new EventToAppend(Guid.NewGuid(), configured.Alias, configured.Data)]);
        var outcome = await ledger.Log.AppendAsync(new AppendRequest { Tenant = BenchDatabase.Tenant, Mode = AppendMode.Command, Streams = [append] }, cancellation);
        if (outcome is not AppendOutcome.Appended)
        {
            throw new InvalidOperationException($"The connector was not configured: {outcome}");
        }
    }

    /// <summary>Applies the revision in force, and says what it did.</summary>
    /// <exception cref="InvalidOperationException">It did something else than the preview said.</exception>
    private static async Task<string> ApplyAsync(LedgerDatabase ledger, FilterCounts said, Report report, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var session = await ledger.OpenLeaseSessionAsync(cancellation);
        var applications = new FilterApplications(ledger, new ConnectorStreams(ledger), TimeProvider.System, NullLoggerFactory.Instance);
        var watch = Stopwatch.StartNew();
        var running = applications.RunAsync(session, stop.Token);
        FilterApplication? state;
        do
        {
            await Task.Delay(LookEvery, cancellation);
            state = await applications.FindAsync(BenchDatabase.Tenant, ConnectorKind.Microsoft365, cancellation);
        }
        while (state is not { Complete: true });
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        report.Say($"  planned {state.Planned}, applied {state.Applied} in {watch.Elapsed.TotalSeconds:0} s");
        return state.Applied == said
            ? $"apply then did the same: {said.Appear:#,0} appear, {said.Vanish:#,0} vanish, {said.Restated:#,0} restated"
            : throw new InvalidOperationException($"The preview said {said}, and apply did {state.Applied}.");
    }

    private static async Task<(double Whole, double First, FilterCounts Said)> PreviewAsync(LedgerDatabase ledger, Microsoft365Settings settings, CancellationToken cancellation)
    {
        var connector = new ConnectorState
        {
            Connector = ConnectorKind.Microsoft365,
            Settings = settings,
            Revision = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ConfiguredAt = DateTimeOffset.UnixEpoch,
            StreamVersion = 1,
        };
        var watch = Stopwatch.StartNew();
        var first = 0.0;
        var result = await new FilterPreview(ledger).RunAsync(
            BenchDatabase.Tenant,
            connector,
            settings,
            progress =>
            {
                first = first == 0 && progress.Appear + progress.Vanish > 0 ? watch.Elapsed.TotalSeconds : first;
                return ValueTask.CompletedTask;
            },
            cancellation);
        return (watch.Elapsed.TotalSeconds, first, new FilterCounts(result.Total.Appear, result.Total.Vanish, result.Restated));
    }
}
