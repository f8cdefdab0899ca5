namespace Dropzone.Ledger.EventStore;

/// <summary>The schema of the database does not fit this program; it must not be touched.</summary>
public sealed class SchemaMismatchException : Exception
{
    /// <summary>Without an explanation.</summary>
    public SchemaMismatchException()
    {
    }

    /// <summary>With what a person must know.</summary>
    public SchemaMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>With what a person must know, and the cause.</summary>
    public SchemaMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
