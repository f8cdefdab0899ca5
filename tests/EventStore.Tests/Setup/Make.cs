using System.Text;

namespace Dropzone.Ledger.EventStore.Tests.Setup;

/// <summary>Events and requests with as little ceremony as the API allows.</summary>
public static class Make
{
    public static EventToAppend Event(string json = """{"n":1}""", string type = "alert_ingested", Guid? id = null) =>
        new(id ?? Guid.NewGuid(), type, Encoding.UTF8.GetBytes(json));

    public static StreamAppend To(string stream, params EventToAppend[] events) => new(stream, null, null, events);

    public static StreamAppend To(string stream, long expected, params EventToAppend[] events) => new(stream, "alert", expected, events);

    public static AppendRequest Page(params StreamAppend[] streams) => new() { Tenant = Ledger.Tenant, Streams = streams };

    public static AppendRequest Command(params StreamAppend[] streams) => Page(streams) with { Mode = AppendMode.Command };

    public static CursorMove Cursor(string name, long revision, string state = """{"watermark":"now"}""") =>
        new(name, revision, Encoding.UTF8.GetBytes(state));

    public static string Text(this StoredEvent stored) => Encoding.UTF8.GetString(stored.Data.Span);
}
