using System.Diagnostics;
using System.Globalization;
using Dropzone.Ledger.Bench.Appending;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Bench.Streams;

/// <summary>
/// <c>fold.stream-1000</c>: one alert of 1,000 events read and folded to its state, against the bare read of the same rows: one prepared statement on
/// one open session that reads every cell.
/// </summary>
internal sealed class StreamFolding : IMeasurement
{
    private const int Seed = 20261121;
    private const int Events = 1000;
    private const int Streams = 20;
    private const double AtLeast = 0.5;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["fold.stream-1000"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        var database = await run.EmptyAsync(cancellation);
        await using var ledger = database.Open();
        var streams = await FillAsync(ledger.Log, cancellation);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var bare = new NpgsqlCommand(BenchSql.Read("bare_stream.sql"), connection) { Parameters = { new() { Value = BenchDatabase.Tenant }, new() { Value = "" } } };
        await bare.PrepareAsync(cancellation);
        var reads = run.Quick ? 40 : 100;
        var (rounds, limits) = (new List<double>(), new List<double>());
        for (var round = 0; round <= run.Rounds; round++)
        {
            var (ours, theirs) = (TimeSpan.Zero, TimeSpan.Zero);
            for (var n = 0; n < reads; n++)
            {
                ours += await TimeAsync(() => FoldAsync(ledger.Log, streams[n % Streams], cancellation));
                theirs += await TimeAsync(() => ReadAsync(bare, streams[n % Streams], cancellation));
            }

            if (round > 0)
            {
                rounds.Add(reads * Events / ours.TotalSeconds);
                limits.Add(reads * Events / theirs.TotalSeconds);
            }
        }

        run.Report.Give(Figure.Compared(Figures[0], "events/s", rounds, limits, Bar.AtLeast(AtLeast)));
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> read)
    {
        var began = Stopwatch.GetTimestamp();
        await read();
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task FoldAsync(Dropzone.Ledger.EventStore.EventLog log, string stream, CancellationToken cancellation)
    {
        var events = await log.ReadStreamAsync(BenchDatabase.Tenant, stream, cancellationToken: cancellation);
        if (AlertState.Fold(events.Select(static e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp))) is not { StreamVersion: Events })
        {
            throw new InvalidOperationException("The stream was not folded to its end.");
        }
    }

    private static async Task ReadAsync(NpgsqlCommand bare, string stream, CancellationToken cancellation)
    {
        bare.Parameters[1].Value = stream;
        var cells = new object[11];
        await using var reader = await bare.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            reader.GetValues(cells);
        }
    }

    // As a long investigation leaves them: the sight, then notes and source versions in turns.
    private static async Task<IReadOnlyList<string>> FillAsync(Dropzone.Ledger.EventStore.EventLog log, CancellationToken cancellation)
    {
        var streams = new List<string>(Streams);
        foreach (var alert in new AlertInputs(Seed).Page(Streams))
        {
            var seen = (AlertIngested)alert.Events[0];
            var events = Enumerable.Range(1, Events - 1).Select(n => n % 2 == 0 ? (LedgerEvent)Revised(seen, n) : Note(n)).Prepend(seen);
            var appends = events.Select(static e => EventCodec.Encode(e)).Select(static e => new EventToAppend(Guid.NewGuid(), e.Alias, e.Data)).ToList();
            await log.AppendAsync(new AppendRequest { Tenant = BenchDatabase.Tenant, Streams = [new StreamAppend(alert.Stream, "alert", 0, appends)] }, cancellation);
            streams.Add(alert.Stream);
        }

        return streams;
    }

    private static AlertRevised Revised(AlertIngested seen, int n)
    {
        var at = DateTimeOffset.UnixEpoch.AddDays(20_800).AddSeconds(n);
        var time = at.ToString("O", CultureInfo.InvariantCulture);
        return new AlertRevised
        {
            Version = new SourceVersion($"{time}~{seen.SourceId}", time),
            Facts = seen.Facts with { ModifiedAt = time, CommentCount = n },
            Changed = ["commentCount", "modifiedAt"],
            Cause = RevisionCause.Source,
            Mapper = seen.Mapper,
            Origin = seen.Origin,
            ObservedAt = at,
        };
    }

    private static InvestigationNoteAdded Note(int n) => new()
    {
        Text = $"Note {n}: the host was isolated and its memory collected; the user confirms that the mail was opened.",
        By = new Actor(ActorKind.Person, "anna.keller"),
    };
}
