using Dropzone.Ledger.Api.Verify;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.PostgresFixture;
using Dropzone.Ledger.Projections;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dropzone.Ledger.Api.Tests.Verify;

/// <summary>A superuser past every guard plants one fault in a copy of a sound ledger; the check must find it and name it.</summary>
public sealed class when_the_ledger_was_tampered_with : IAsyncLifetime
{
    private TestDatabase copy = null!;

    public async Task InitializeAsync() => copy = await SoundLedger.CopyAsync();

    public async Task DisposeAsync() => await copy.DisposeAsync();

    [Fact]
    public async Task a_sound_ledger_has_no_finding() => Assert.Empty((await VerifyAsync()).Findings);

    [Theory]
    [InlineData("data of an event", "update ledger.mt_events set data = jsonb_set(data, '{facts,title}', '\"Harmless\"') where seq_id = 3", CheckName.Digests, "event 3 ")]
    [InlineData("an event in the middle", "delete from ledger.mt_events where seq_id = 6", CheckName.Positions, "position 6")]
    [InlineData("the last event", "delete from ledger.mt_events where seq_id = (select max(seq_id) from ledger.mt_events)", CheckName.Positions, "position ")]
    [InlineData("the type of an event", "update ledger.mt_events set type = 'alert_redirected' where seq_id = 5", CheckName.Events, "event 5 ")]
    [InlineData("the time of an event", "update ledger.mt_events set timestamp = timestamp - interval '1 hour' where seq_id = 7", CheckName.Timestamps, "event 7 ")]
    [InlineData("the version of an event", "update ledger.mt_events set version = 9 where seq_id = 5", CheckName.Versions, "event 5 ")]
    [InlineData("the stream of an event", "update ledger.mt_events set stream_id = 'alert/defender/defender-alert/other' where seq_id = 3", CheckName.Events, "event 3 ")]
    [InlineData("the id of an event", "update ledger.mt_events set id = gen_random_uuid() where seq_id = 5", CheckName.Events, "event 5")]
    [InlineData("two payloads, exchanged", """
        update ledger.vault v set salt = o.salt, size = o.size, encoding = o.encoding, bytes = o.bytes
        from (select *, row_number() over (order by commitment) n from ledger.vault) o
        where v.commitment = (select commitment from ledger.vault order by commitment limit 1) and o.n = 2
        """, CheckName.Vault, "event ")]
    [InlineData("a payload without an erasure", "delete from ledger.vault where commitment = (select max(commitment) from ledger.vault)", CheckName.Vault, "event ")]
    [InlineData("the row of a stream", "update ledger.mt_streams set version = version + 1 where id = 'alert/defender/defender-alert/a1'", CheckName.Versions, "stream alert/defender/defender-alert/a1")]
    [InlineData("a stream's row, removed", "delete from ledger.mt_streams where id = 'alert/defender/defender-alert/a1'", CheckName.Versions, "stream alert/defender/defender-alert/a1")]
    [InlineData("a known id", "delete from ledger.event_ids where position = 5", CheckName.Events, "event 5")]
    [InlineData("a row of a read model", "update alert_list_g1.alerts set title = 'Harmless' where source_id = 'a2'", CheckName.ReadModels, "alert_list")]
    [InlineData("a row of a read model, removed", "delete from alert_list_g1.alerts where source_id = 'a2'", CheckName.ReadModels, "alert_list")]
    [InlineData("a dashboard's balance", "update alert_list_g1.dashboard_days set shown = shown + 1", CheckName.Conservation, "connector_dashboard")]
    public async Task it_is_found_and_named(string what, string sql, string check, string where)
    {
        await PlantAsync(sql);
        var findings = (await VerifyAsync()).Findings;
        Assert.True(
            findings.Any(f => f.Check == check && f.Where.StartsWith(where, StringComparison.Ordinal)),
            $"{what}: {string.Join("; ", findings)}");
    }

    /// <summary>Not even <c>session_replication_role</c> silences the guards: a superuser has to take each of them off.</summary>
    private const string GuardsOff = """
        do $$ declare t record; begin
            for t in select tgrelid::regclass as guarded, tgname from pg_trigger where not tgisinternal and tgparentid = 0
                     and tgrelid in (select oid from pg_class where relnamespace = 'ledger'::regnamespace) loop
                execute format('alter table %s disable trigger %I', t.guarded, t.tgname);
            end loop;
        end $$;
        """;

    private async Task PlantAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(copy.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(GuardsOff + sql, connection);
        Assert.True(await command.ExecuteNonQueryAsync() > 0, "The fault was not planted.");
    }

    private async Task<VerificationReport> VerifyAsync()
    {
        await using var database = new LedgerDatabase(LedgerConnections.From(copy.ConnectionString), TimeProvider.System);
        var verification = new LedgerVerification(database, new ReadModels(database, TimeProvider.System, NullLoggerFactory.Instance));
        return await verification.VerifyAsync(TenantName.Default, 1, null, null, CancellationToken.None);
    }
}
