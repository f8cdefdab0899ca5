using Dropzone.Ledger.EventStore.Tests.Setup;
using FsCheck;
using FsCheck.Fluent;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_tenants_are_made(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    [Fact]
    public void two_names_never_share_a_suffix()
    {
        var names = Gen.ListOf(Gen.Elements("ab01._-".ToCharArray())).Select(static c => "t" + new string([.. c])).Where(TenantName.IsValid).ToArbitrary();
        Prop.ForAll(names, names, static (a, b) => a == b || TenantName.Suffix(a) != TenantName.Suffix(b)).QuickCheckThrowOnFailure();
        Prop.ForAll(names, static a => TenantName.Suffix(a).All("abcdefghijklmnopqrstuvwxyz0123456789_".Contains)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Contoso")]
    [InlineData("_default_")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    [InlineData("x'; drop schema ledger")]
    [InlineData("sequence")]
    [InlineData("sequence_1")]
    [InlineData("sequence-a")]
    [InlineData("a123456789012345678901234567890123456789012345")]
    [InlineData("a-------------------------")]
    public async Task names_that_cannot_be_identifiers_are_refused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.Database.Tenants.CreateAsync(name));

    [Fact]
    public async Task a_new_tenant_can_be_appended_to_and_making_it_again_changes_nothing()
    {
        const string name = "contoso-eu.01_x";
        Assert.Equal("contoso_0eu_101__x", TenantName.Suffix(name));
        Assert.True(await ledger.Database.Tenants.CreateAsync(name));
        Assert.False(await ledger.Database.Tenants.CreateAsync(name));
        Assert.Contains(name, await ledger.Database.Tenants.ListAsync());

        var outcome = await ledger.Log.AppendAsync(Make.Page(Make.To("s", Make.Event())) with { Tenant = name });
        Assert.Equal(new AppendOutcome.Appended(1, 1, 1, 0), outcome);
        Assert.Equal(1, await ledger.AdminAsync<long>("select count(*) from ledger.mt_events_contoso_0eu_101__x"));
    }

    [Fact]
    public async Task many_processes_may_make_the_same_tenant_at_once()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ledger.Database.Tenants.CreateAsync("together")));
        Assert.Single(made, static created => created);
    }

    [Fact]
    public async Task the_longest_name_fits_every_identifier()
    {
        var longest = new string('a', 44);
        Assert.True(await ledger.Database.Tenants.CreateAsync(longest));
        Assert.IsType<AppendOutcome.Appended>(await ledger.Log.AppendAsync(Make.Page(Make.To("s", Make.Event())) with { Tenant = longest }));
    }
}
