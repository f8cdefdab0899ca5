namespace Dropzone.Ledger.Domain.Events;

/// <summary>
/// Something that happened and was recorded. Every kind of event is a sealed record of this assembly, listed once in
/// <see cref="Serialization.EventTypes"/>; nobody outside can add a case.
/// </summary>
public abstract record LedgerEvent
{
    private protected LedgerEvent()
    {
    }
}

/// <summary>An event that belongs to the stream of one alert.</summary>
public abstract record AlertEvent : LedgerEvent
{
    private protected AlertEvent()
    {
    }
}

/// <summary>An event that belongs to the stream of one connector.</summary>
public abstract record ConnectorEvent : LedgerEvent
{
    private protected ConnectorEvent()
    {
    }

    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }
}
