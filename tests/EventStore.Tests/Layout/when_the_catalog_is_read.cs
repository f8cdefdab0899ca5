using System.Text;
using Dropzone.Ledger.EventStore.Tests.Setup;

namespace Dropzone.Ledger.EventStore.Tests.Layout;

public sealed class when_the_catalog_is_read(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    [Fact]
    public async Task the_log_is_laid_out_as_Marten_lays_it_out()
    {
        await using var command = ledger.Admin.CreateCommand(Resource("catalog.sql"));
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        lines.Sort(StringComparer.Ordinal);
        var golden = Resource("marten-layout.golden.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(golden, StringComparer.Ordinal);
        Assert.Equal(golden, lines);
    }

    [Fact]
    public async Task no_role_holds_a_grant_on_a_partition() =>
        Assert.Equal(0, await ledger.AdminAsync<long>("""
            select count(*) from pg_class c, aclexplode(c.relacl) a
            where c.relnamespace = 'ledger'::regnamespace and c.relispartition and a.grantee <> c.relowner
            """));

    [Fact]
    public async Task no_role_but_the_owner_may_write_a_table_or_use_a_sequence() =>
        Assert.Equal(0, await ledger.AdminAsync<long>("""
            select count(*) from pg_class c, aclexplode(c.relacl) a
            where c.relnamespace = 'ledger'::regnamespace and a.grantee <> c.relowner and a.privilege_type <> 'SELECT'
            """));

    [Fact]
    public async Task nobody_but_the_owner_has_a_function_unless_it_was_granted() =>
        Assert.Equal(
            "announce append append_new insist move_checkpoint position_at remove_checkpoint",
            await ledger.AdminAsync<string>("""
                select string_agg(distinct p.proname, ' ' order by p.proname)
                from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                where p.pronamespace = 'ledger'::regnamespace and a.grantee <> p.proowner
                """));

    [Fact]
    public async Task definer_functions_pin_their_search_path_and_everything_belongs_to_the_owner()
    {
        Assert.Equal(0, await ledger.AdminAsync<long>("""
            select count(*) from pg_proc p where p.pronamespace = 'ledger'::regnamespace and p.prosecdef
            and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)
            """));
        Assert.Equal(0, await ledger.AdminAsync<long>("""
            select count(*) from (
                select relowner as owner from pg_class where relnamespace = 'ledger'::regnamespace
                union all select proowner from pg_proc where pronamespace = 'ledger'::regnamespace) o
            where o.owner <> 'ledger_owner'::regrole
            """));
    }

    [Fact]
    public async Task a_stored_event_fills_every_column_that_a_reader_with_the_official_package_needs()
    {
        await ledger.Log.AppendAsync(Make.Page(new StreamAppend("alert/layout/1", "alert", 0, [Make.Event(), Make.Event()])));
        Assert.Equal("t t t f t", await ledger.AdminAsync<string>("""
            select concat_ws(' ', mt_dotnet_type = 'dropzone:alert_ingested', timestamp is not null, tenant_id = 'default', is_archived,
                headers = jsonb_build_object('digest', encode(sha256('{"n":1}'), 'hex')))
            from ledger.mt_events where stream_id = 'alert/layout/1' and version = 2
            """));
        Assert.Equal("alert 2 f t", await ledger.AdminAsync<string>("""
            select concat_ws(' ', s.type, s.version, s.is_archived, s.timestamp = e.timestamp)
            from ledger.mt_streams s join ledger.mt_events e on e.stream_id = s.id and e.version = s.version where s.id = 'alert/layout/1'
            """));
    }

    private static string Resource(string name)
    {
        using var stream = typeof(when_the_catalog_is_read).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
