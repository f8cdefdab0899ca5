namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>What came of a start: exactly one of <see cref="Started"/> and <see cref="Refused"/>.</summary>
public abstract record EmbeddedPostgresStart
{
    private EmbeddedPostgresStart()
    {
    }

    /// <summary>The server accepts connections. The receiver owns and disposes it.</summary>
    public sealed record Started(EmbeddedPostgresServer Server) : EmbeddedPostgresStart;

    /// <summary>Nothing runs. The message says what a person can do and holds no secret.</summary>
    public sealed record Refused(EmbeddedPostgresRefusal Reason, string Message) : EmbeddedPostgresStart;

    /// <summary>The server, for callers to whom a refusal is the end.</summary>
    /// <exception cref="EmbeddedPostgresException">The start was refused.</exception>
    public EmbeddedPostgresServer ServerOrThrow() => this switch
    {
        Started started => started.Server,
        Refused refused => throw new EmbeddedPostgresException(refused.Reason, refused.Message),
        _ => throw new InvalidOperationException("A start is either started or refused."),
    };
}

/// <summary>Why an embedded server does not run.</summary>
public enum EmbeddedPostgresRefusal
{
    /// <summary>There are no binaries for this operating system or processor.</summary>
    UnsupportedPlatform,

    /// <summary>The binaries are missing, cannot be executed, or lie where another user could have changed them.</summary>
    BinariesUnusable,

    /// <summary>Another process runs a server on the same data folder.</summary>
    DataFolderInUse,

    /// <summary>The data folder cannot be read, written or reached, or its password file is gone.</summary>
    DataFolderUnusable,

    /// <summary>The data was written by another major version of PostgreSQL.</summary>
    OtherMajorVersion,

    /// <summary>The wanted port belongs to another process.</summary>
    PortTaken,

    /// <summary>The server ended, or was not ready in time; the message has its last lines.</summary>
    NotStarted,
}

/// <summary>A refused start, for callers of <see cref="EmbeddedPostgresStart.ServerOrThrow"/>.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>Makes the exception of one refusal.</summary>
    public EmbeddedPostgresException(EmbeddedPostgresRefusal reason, string message, Exception? cause = null)
        : base(message, cause) => Reason = reason;

    /// <summary>Why the server does not run.</summary>
    public EmbeddedPostgresRefusal Reason { get; }
}
