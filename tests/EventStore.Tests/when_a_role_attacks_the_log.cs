using Dropzone.Ledger.EventStore.Tests.Setup;
using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_a_role_attacks_the_log(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    private const string Denied = "42501";
    private const string Refused = "LG002";

    public static TheoryData<string, string, string> Attacks()
    {
        var attacks = new TheoryData<string, string, string>();
        foreach (var (login, role) in (ReadOnlySpan<(string, string)>)[("test_app", "ledger_app"), ("test_reader", "ledger_reader")])
        {
            foreach (var table in (string[])["mt_events", "mt_events_default", "mt_streams", "mt_streams_default", "vault", "event_ids", "heads"])
            {
                attacks.Add(login, role, $"insert into ledger.{table} select * from ledger.{table}");
                attacks.Add(login, role, $"update ledger.{table} set tenant_id = tenant_id");
                attacks.Add(login, role, $"delete from ledger.{table}");
                attacks.Add(login, role, $"truncate ledger.{table} cascade");
                attacks.Add(login, role, $"copy ledger.{table} from program 'true'");
                attacks.Add(login, role, $"alter table ledger.{table} disable trigger all");
                attacks.Add(login, role, $"alter table ledger.{table} disable row level security");
                attacks.Add(login, role, $"drop table ledger.{table} cascade");
                attacks.Add(login, role, $"create rule r as on insert to ledger.{table} do instead nothing");
                attacks.Add(login, role, $"create trigger t after insert on ledger.{table} execute function suppress_redundant_updates_trigger()");
            }

            foreach (var partition in (string[])["mt_events_default", "mt_streams_default", "mt_events_other"])
            {
                attacks.Add(login, role, $"select * from ledger.{partition}");
            }

            attacks.Add(login, role, "set role ledger_owner");
            attacks.Add(login, role, "set session authorization test_owner");
            attacks.Add(login, role, "set session_replication_role = replica");
            attacks.Add(login, role, "select setval('ledger.mt_events_sequence_default', 1000)");
            attacks.Add(login, role, "select nextval('ledger.mt_events_sequence')");
            attacks.Add(login, role, "select ledger.mt_mark_event_progression('x:All:default', 5)");
            attacks.Add(login, role, "select ledger.create_tenant('evil', 'evil')");
            attacks.Add(login, role, "select ledger.guard_events('heads')");
            attacks.Add(login, role, "update ledger.mt_event_progression set last_seq_id = 0");
            attacks.Add(login, role, "delete from ledger.mt_tenant_partitions");
            attacks.Add(login, role, "delete from ledger.migrations");
            attacks.Add(login, role, "create table ledger.mine (x int)");
            attacks.Add(login, role, "create or replace function ledger.refuse_change() returns trigger language plpgsql as 'begin return new; end'");
            attacks.Add(login, role, "alter function ledger.refuse_change() owner to current_user");
            attacks.Add(login, role, "drop schema ledger cascade");
        }

        attacks.Add("test_reader", "ledger_reader", "select ledger.announce('default')");
        attacks.Add("test_reader", "ledger_reader", "select ledger.move_checkpoint('default', 'x:All:default', 0, 0)");
        attacks.Add("test_reader", "ledger_reader", "select * from ledger.cursors");
        attacks.Add("test_reader", "ledger_reader", "set role ledger_app");
        attacks.Add("test_app", "ledger_app", "update ledger.cursors set revision = 0");
        return attacks;
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task the_database_denies_it(string login, string role, string attack)
    {
        await using var connection = await ledger.LoginAsync(login, role);
        await using var command = new NpgsqlCommand(attack, connection);
        Assert.Equal(Denied, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Theory]
    [InlineData("update ledger.{0} set version = version")]
    [InlineData("update ledger.{0} set version = version where false")]
    [InlineData("delete from ledger.{0}")]
    [InlineData("delete from ledger.{0} where false")]
    [InlineData("truncate ledger.{0}")]
    [InlineData("truncate ledger.mt_tenant_partitions, ledger.{0}")]
    public async Task triggers_refuse_the_owner_too_on_parents_and_on_every_partition(string attack)
    {
        await ledger.Log.AppendAsync(Make.Page(Make.To("owner", Make.Event())));
        await using var owner = await ledger.LoginAsync("test_owner", "ledger_owner");
        foreach (var table in (string[])["mt_events", "mt_events_default", "mt_events_other"])
        {
            await using var command = new NpgsqlCommand(string.Format(attack, table), owner);
            Assert.Equal(Refused, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Theory]
    [InlineData("delete from ledger.mt_streams")]
    [InlineData("delete from ledger.mt_streams_default")]
    [InlineData("truncate ledger.mt_streams")]
    [InlineData("truncate ledger.mt_streams_other")]
    [InlineData("update ledger.mt_streams set version = version - 1")]
    [InlineData("update ledger.mt_streams set is_archived = true, version = version + 1")]
    [InlineData("update ledger.mt_streams set id = id || 'x', version = version + 1")]
    [InlineData("delete from ledger.heads")]
    [InlineData("update ledger.heads set position = position - 1")]
    [InlineData("update ledger.event_ids set position = 1")]
    [InlineData("delete from ledger.event_ids")]
    [InlineData("merge into ledger.mt_events e using (select 1) x on true when matched then delete")]
    public async Task streams_heads_and_ids_only_move_on(string attack)
    {
        await ledger.Log.AppendAsync(Make.Page(Make.To("owner/streams", Make.Event())));
        await using var owner = await ledger.LoginAsync("test_owner", "ledger_owner");
        await using var command = new NpgsqlCommand(attack, owner);
        Assert.Equal(Refused, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task a_superuser_who_plays_a_replica_meets_the_triggers_still()
    {
        await using var admin = await ledger.Admin.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("set session_replication_role = replica; delete from ledger.mt_events_default", admin);
        Assert.Equal(Refused, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Theory]
    [InlineData("select ledger.announce('other')")]
    [InlineData("select ledger.move_checkpoint('other', 'x:All:other', 0, 0)")]
    [InlineData("select ledger.move_checkpoint('default', 'x:All:other', 0, 0)")]
    [InlineData("select ledger.remove_checkpoint('default', 'x:All:other')")]
    [InlineData("select ledger.append('other', true, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', null, 0, null)")]
    [InlineData("select ledger.append(null, true, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', null, 0, null)")]
    [InlineData("select ledger.append_new('other', 's', 'alert', 0, '{}', '{}', '{}', '{}', '{}', '{}', '{}')")]
    [InlineData("select ledger.append_new(null, 's', 'alert', 0, '{}', '{}', '{}', '{}', '{}', '{}', '{}')")]
    public async Task definer_functions_refuse_a_tenant_that_is_not_the_transactions(string call)
    {
        foreach (var tenant in (string?[])[Setup.Ledger.Tenant, null])
        {
            await using var app = await ledger.LoginAsync("test_app", "ledger_app", tenant);
            await using var command = new NpgsqlCommand(call, app);
            Assert.Equal("LG001", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Theory]
    [InlineData("select ledger.append('default', true, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', null, 0, null)")]
    [InlineData("select ledger.append_new('default', 's', 'alert', 0, '{}', '{}', '{}', '{}', '{}', '{}', '{}')")]
    public async Task append_refuses_an_isolation_that_would_not_see_what_its_lock_waited_for(string call)
    {
        await using var app = await ledger.LoginAsync("test_app", "ledger_app");
        await using var transaction = await app.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var command = new NpgsqlCommand(call, app);
        Assert.Equal("LG003", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task an_append_of_nothing_moves_no_head()
    {
        await using var app = await ledger.LoginAsync("test_app", "ledger_app");
        await using var command = new NpgsqlCommand("select ledger.append_new('default', 's', 'alert', 0, '{}', '{}', '{}', '{}', '{}', '{}', '{}')", app);
        Assert.Equal(Refused, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Theory]
    [InlineData("test_app", "ledger_app")]
    [InlineData("test_reader", "ledger_reader")]
    [InlineData("test_owner", "ledger_owner")]
    public async Task a_tenants_rows_are_seen_under_its_name_only(string login, string role)
    {
        await ledger.Log.AppendAsync(Make.Page(Make.To("mine", Make.Event())));
        foreach (var (tenant, sees) in ((string?, bool)[])[(Setup.Ledger.Tenant, true), (Setup.Ledger.Other, false), ("", false), (null, false)])
        {
            await using var connection = await ledger.LoginAsync(login, role, tenant);
            foreach (var table in (string[])["mt_events", "mt_streams", "event_ids"])
            {
                await using var command = new NpgsqlCommand($"select count(*) > 0 from ledger.{table} where tenant_id = 'default'", connection);
                Assert.Equal(sees, await command.ExecuteScalarAsync());
            }
        }
    }

    [Fact]
    public async Task a_pooled_session_carries_no_tenant_to_its_next_user()
    {
        await ledger.Log.AppendAsync(Make.Page(Make.To("pooled", Make.Event())));
        await using (var transaction = await ledger.Database.BeginAsync(Setup.Ledger.Tenant))
        {
            await transaction.CommitAsync();
        }

        for (var i = 0; i < 20; i++)
        {
            await ledger.Log.ReadLogAsync(Setup.Ledger.Tenant, 0, 1);
            await using var connection = await ledger.Database.AppSource.OpenConnectionAsync();
            await using var command = new NpgsqlCommand("select current_setting('ledger.tenant', true) || current_user || (select count(*) from ledger.mt_events)", connection);
            Assert.Equal("ledger_app0", await command.ExecuteScalarAsync());
        }
    }
}
