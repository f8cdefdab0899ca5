using System.Text;
using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

[Collection("stub cloud")]
public sealed class when_mails_are_read_as_evidence(StubCloud stub)
{
    private const string Messages = "/graph/v1.0/users/kim@example.org/messages";
    private readonly Scene scene = stub.NewScene();

    [Fact]
    public async Task A_mail_is_asked_for_by_its_message_id_with_its_headers_and_under_an_immutable_id()
    {
        scene.On(Messages, new Reply(200, """{"value":[{"id":"AAk1","internetMessageId":"<o'neil@x>"}]}"""));
        using var connection = scene.Connect();

        var found = (await connection.Mails.FindAsync("kim@example.org", "<o'neil@x>")).Value();

        Assert.Equal("AAk1", Assert.Single(found).Text("id"));
        var call = scene.Calls.Single();
        Assert.Contains("$filter=internetMessageId eq '<o''neil@x>'", Uri.UnescapeDataString(call.RawTarget), StringComparison.Ordinal);
        Assert.Contains("internetMessageHeaders", call.RawTarget, StringComparison.Ordinal);
        Assert.Equal("IdType=\"ImmutableId\"", call.Headers["Prefer"]);
    }

    [Fact]
    public async Task Its_mime_comes_byte_for_byte()
    {
        scene.On(Messages + "/AAk1/$value", new Reply(200, "Subject: x\r\n\r\nbody\r\n"));
        using var connection = scene.Connect();

        var mime = (await connection.Mails.ReadMimeAsync("kim@example.org", "AAk1")).Value();

        Assert.Equal("Subject: x\r\n\r\nbody\r\n", Encoding.UTF8.GetString(mime.Span));
    }

    [Fact]
    public async Task A_refusal_names_the_permission()
    {
        scene.On(Messages, new Reply(403, """{"error":{"code":"ErrorAccessDenied","message":"Access is denied."}}"""));
        using var connection = scene.Connect();

        var error = (await connection.Mails.FindAsync("kim@example.org", "<1@x>")).Error();

        Assert.Equal("permission-missing", error.Code);
        Assert.Contains("Mail.Read", error.WhatToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_cannot_stand_in_an_address_is_refused_without_a_request()
    {
        using var connection = scene.Connect();

        Assert.Equal("bad-request", (await connection.Mails.FindAsync("..", "<1@x>")).Error().Code);
        Assert.Empty(scene.Calls);
    }
}
