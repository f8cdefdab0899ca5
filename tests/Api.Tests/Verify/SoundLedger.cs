using System.Text;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.PostgresFixture;
using Dropzone.Ledger.Projections;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dropzone.Ledger.Api.Tests.Verify;

/// <summary>A small ledger in which all holds: a connector, three alerts of two versions with payloads, one of them excluded, folded by every read model.</summary>
internal static class SoundLedger
{
    public static Task<TestDatabase> CopyAsync() => PostgresServer.Shared.CreateDatabaseAsync("sound-ledger", PrepareAsync);

    private static async Task PrepareAsync(string connectionString)
    {
        await using (var database = new LedgerDatabase(LedgerConnections.From(connectionString), TimeProvider.System))
        {
            var models = new ReadModels(database, TimeProvider.System, NullLoggerFactory.Instance);
            await new LedgerMigrations(database, models).ApplyAsync(CancellationToken.None);
            await RecordAsync(database);
            await FoldAsync(database, models);
        }

        NpgsqlConnection.ClearAllPools();
    }

    private static async Task RecordAsync(LedgerDatabase database)
    {
        var settings = new Microsoft365Settings
        {
            Credentials = new() { ClientId = "c", TenantId = "t" },
            EnabledSeverities = ["High"],
        };
        var configured = new ConnectorConfigured { Connector = "defender", Revision = 1, Settings = settings, By = Actor.Ledger };
        await AppendAsync(database, StreamId.Connector("defender"), [(Guid.NewGuid(), configured)], []);
        foreach (var version in new[] { 1, 2 })
        {
            foreach (var (id, severity) in new[] { ("a1", "High"), ("a2", "High"), ("a3", "Low") })
            {
                await ObserveAsync(database, settings, id, severity, version);
            }
        }
    }

    private static async Task ObserveAsync(LedgerDatabase database, ConnectorSettings settings, string id, string severity, int version)
    {
        var stream = StreamId.Alert("defender", AlertKind.DefenderAlert, id);
        var earlier = await database.Log.ReadStreamAsync(TenantName.Default, stream);
        var state = AlertState.Fold(earlier.Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)));
        var payload = VaultEntry.Seal(VaultKind.Payload, Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","version":{{version}}}"""));
        var seen = new Observation
        {
            Connector = "defender",
            Kind = AlertKind.DefenderAlert,
            SourceId = id,
            Version = new SourceVersion($"{version}", $"2026-11-01T10:00:0{version}Z"),
            Facts = new AlertFacts { Title = $"Alert {id} of version {version}", Severity = severity, Status = "new" },
            Payload = new VaultReference(payload.Commitment, payload.Bytes.Length),
            Mapper = 1,
            Origin = Origin.Live,
            ObservedAt = DateTimeOffset.UnixEpoch,
        };
        var events = AlertDecider.Observe(state, seen, settings, 1).Select(e => (EventIds.Observed(stream, e, earlier.Count), (LedgerEvent)e)).ToList();
        await AppendAsync(database, stream, events, [payload]);
    }

    private static async Task AppendAsync(LedgerDatabase database, string stream, IReadOnlyList<(Guid Id, LedgerEvent Event)> events, IReadOnlyList<VaultEntry> vault)
    {
        var outcome = await database.Log.AppendAsync(new AppendRequest
        {
            Tenant = TenantName.Default,
            Vault = vault,
            Streams = [new StreamAppend(stream, null, null, [.. events.Select(e => Encoded(e.Id, e.Event))])],
        });
        Assert.IsType<AppendOutcome.Appended>(outcome);
    }

    private static EventToAppend Encoded(Guid id, LedgerEvent happened)
    {
        var form = EventCodec.Encode(happened);
        return new EventToAppend(id, form.Alias, form.Data);
    }

    private static async Task FoldAsync(LedgerDatabase database, ReadModels models)
    {
        var head = (await database.Log.HeadAsync(TenantName.Default)).Position;
        using var stop = new CancellationTokenSource();
        await using var session = await database.OpenLeaseSessionAsync(CancellationToken.None);
        var running = models.RunAsync(session, stop.Token);
        foreach (var status in await models.StatusAsync(TenantName.Default, CancellationToken.None))
        {
            Assert.True(await models.WaitForAsync(TenantName.Default, status.Name, head, TimeSpan.FromSeconds(60), CancellationToken.None));
        }

        await stop.CancelAsync();
        await running.ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
