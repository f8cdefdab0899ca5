using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.EventStore.Tests.Setup;
using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_documents_are_kept_and_erased(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    [Fact]
    public async Task the_exact_bytes_come_back_and_fit_their_commitment()
    {
        var entry = VaultEntry.Seal(VaultKind.Entities, "{ \"any\":\t\"bytes\\u0000\" } \0"u8.ToArray());
        await ledger.Log.AppendAsync(Naming("d/exact", entry));

        var content = (await Read(entry.Commitment))!;
        Assert.Equal(entry.Bytes.ToArray(), content.Bytes.ToArray());
        Assert.Equal(VaultKind.Entities, content.Kind);
        Assert.True(content.Matches(entry.Commitment));
        Assert.False(content.Matches(VaultEntry.Seal(VaultKind.Entities, entry.Bytes).Commitment));
    }

    [Fact]
    public void equal_bytes_have_different_commitments_so_that_each_is_erased_by_itself() =>
        Assert.NotEqual(
            VaultEntry.Seal(VaultKind.Payload, new byte[] { 1 }).Commitment,
            VaultEntry.Seal(VaultKind.Payload, new byte[] { 1 }).Commitment);

    [Fact]
    public async Task a_payload_of_20_megabytes_is_kept()
    {
        var bytes = new byte[20 * 1024 * 1024];
        Encoding.UTF8.GetBytes("""{"title":"the same text again and again"},""").CopyTo(bytes, 0);
        RandomNumberGenerator.Fill(bytes.AsSpan(0, bytes.Length / 2));
        var entry = VaultEntry.Seal(VaultKind.Payload, bytes);
        await ledger.Log.AppendAsync(Naming("d/large", entry));

        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData((await Read(entry.Commitment))!.Bytes.Span));
        Assert.InRange(await ledger.AdminAsync<int>("select max(octet_length(bytes)) from ledger.vault"), 1, 11 * 1024 * 1024);
    }

    [Fact]
    public async Task a_dropped_event_leaves_no_orphan()
    {
        var first = VaultEntry.Seal(VaultKind.Payload, new byte[] { 1, 2, 3 });
        var page = Naming("d/orphan", first);
        await ledger.Log.AppendAsync(page);

        // The poller reads the same alert again: a new salt, a new commitment, but the same event id.
        var second = VaultEntry.Seal(VaultKind.Payload, new byte[] { 1, 2, 3 });
        var third = VaultEntry.Seal(VaultKind.Payload, new byte[] { 4 });
        var again = Naming("d/orphan", second);
        var known = again.Streams[0].Events[0] with { Id = page.Streams[0].Events[0].Id };
        await ledger.Log.AppendAsync(Make.Page(Make.To("d/orphan", known), Make.To("d/orphan/2", Naming(third))) with { Vault = [second, third] });

        var kept = await ledger.Database.Vault.ReadAsync(Setup.Ledger.Tenant, [first.Commitment, second.Commitment, third.Commitment]);
        Assert.Equal(kept.Keys.ToHashSet(), new HashSet<string> { first.Commitment, third.Commitment });
    }

    [Fact]
    public async Task a_refused_append_keeps_nothing()
    {
        var entry = VaultEntry.Seal(VaultKind.Payload, new byte[] { 1 });
        Assert.IsType<AppendOutcome.VersionConflict>(
            await ledger.Log.AppendAsync(Make.Page(Make.To("d/refused", 9, Naming(entry))) with { Vault = [entry] }));
        Assert.Null(await Read(entry.Commitment));
    }

    [Fact]
    public async Task erasing_deletes_document_and_salt_and_stands_in_the_log()
    {
        var erased = VaultEntry.Seal(VaultKind.Payload, new byte[] { 1, 2, 3 });
        var kept = VaultEntry.Seal(VaultKind.Payload, new byte[] { 1, 2, 3 });
        await ledger.Log.AppendAsync(Naming("d/erased", erased));
        await ledger.Log.AppendAsync(Naming("d/kept", kept));

        var erasure = Make.Command(Make.To("d/erased", 1, Make.Event(type: "payload_erased"))) with { Erase = [erased.Commitment] };
        Assert.IsType<AppendOutcome.Appended>(await ledger.Log.AppendAsync(erasure));
        Assert.IsType<AppendOutcome.AlreadyAppended>(await ledger.Log.AppendAsync(erasure));

        Assert.Null(await Read(erased.Commitment));
        Assert.NotNull(await Read(kept.Commitment));
        Assert.Contains(erased.Commitment, (await ledger.Log.ReadStreamAsync(Setup.Ledger.Tenant, "d/erased"))[0].Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_erasure_that_is_refused_erases_nothing_and_one_of_another_tenant_does_not_reach()
    {
        var entry = VaultEntry.Seal(VaultKind.Payload, new byte[] { 7 });
        await ledger.Log.AppendAsync(Naming("d/stays", entry));
        var erasure = Make.Command(Make.To("d/stays", 5, Make.Event())) with { Erase = [entry.Commitment] };

        Assert.IsType<AppendOutcome.VersionConflict>(await ledger.Log.AppendAsync(erasure));
        Assert.IsType<AppendOutcome.Appended>(
            await ledger.Log.AppendAsync(Make.Command(Make.To("d/stays", Make.Event())) with { Erase = [entry.Commitment], Tenant = Setup.Ledger.Other }));
        Assert.NotNull(await Read(entry.Commitment));
    }

    [Fact]
    public async Task vault_rows_cannot_be_deleted_or_changed_outside_an_erasing_append_even_by_the_owner()
    {
        var entry = VaultEntry.Seal(VaultKind.Payload, new byte[] { 8 });
        await ledger.Log.AppendAsync(Naming("d/guarded", entry));
        await using var owner = await ledger.LoginAsync("test_owner", "ledger_owner");
        foreach (var attack in (string[])["delete from ledger.vault", "update ledger.vault set salt = salt", "truncate ledger.vault"])
        {
            await using var command = new NpgsqlCommand(attack, owner);
            Assert.Equal("LG002", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    private static EventToAppend Naming(VaultEntry entry) => Make.Event($$"""{"payload":["{{entry.Commitment}}"]}""");

    private static AppendRequest Naming(string stream, VaultEntry entry) => Make.Page(Make.To(stream, Naming(entry))) with { Vault = [entry] };

    private async Task<VaultContent?> Read(string commitment) =>
        (await ledger.Database.Vault.ReadAsync(Setup.Ledger.Tenant, [commitment])).GetValueOrDefault(commitment);
}
