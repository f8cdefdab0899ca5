using System.Text.Json;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Ingestion;

/// <summary>How many decisions change, by what becomes of the alert.</summary>
/// <param name="Appear">Excluded before, admitted after.</param>
/// <param name="Vanish">Admitted before, excluded after.</param>
/// <param name="Restated">Excluded before and after, by another rule or on another value.</param>
public sealed record FilterCounts(long Appear, long Vanish, long Restated)
{
    /// <summary>Nothing.</summary>
    public static FilterCounts None { get; } = new(0, 0, 0);

    internal static FilterCounts Of(FilterProgress progress) => new(progress.Appear, progress.Vanish, progress.Restated);

    internal FilterCounts Plus(FilterEffect effect) => effect switch
    {
        FilterEffect.Appears => this with { Appear = Appear + 1 },
        FilterEffect.Vanishes => this with { Vanish = Vanish + 1 },
        FilterEffect.Restated => this with { Restated = Restated + 1 },
        _ => this,
    };

    internal FilterCounts Minus(FilterCounts other) => new(Appear - other.Appear, Vanish - other.Vanish, Restated - other.Restated);
}

/// <summary>How far a revision of the settings has been applied to the history: kept as a cursor, moved with each page of decisions.</summary>
public sealed record FilterApplication
{
    /// <summary>The revision.</summary>
    public required int Revision { get; init; }

    /// <summary>The position at which it was configured: decisions after it are the pollers' own.</summary>
    public required long ConfiguredAt { get; init; }

    /// <summary>The position of the preview that was looked at before; absent when there was none.</summary>
    public long? PreviewedAt { get; init; }

    /// <summary>What that preview said.</summary>
    public FilterCounts? Previewed { get; init; }

    /// <summary>What there was to change when the revision was configured.</summary>
    public required FilterCounts Planned { get; init; }

    /// <summary>Of it, what grew between the preview and the revision; absent without a preview.</summary>
    public FilterCounts? SincePreview => Previewed is null ? null : Planned.Minus(Previewed);

    /// <summary>The decisions appended so far. When complete, what is planned beyond them was decided by a poller meanwhile.</summary>
    public FilterCounts Applied { get; init; } = FilterCounts.None;

    /// <summary>The first sight of the last alert that was looked at.</summary>
    public long Through { get; init; }

    /// <summary>Alerts looked at so far, of those planned.</summary>
    public long Looked { get; init; }

    /// <summary>Whether all were.</summary>
    public bool Complete { get; init; }

    internal static string CursorOf(string connector) => $"filters/{connector}";

    internal static FilterApplication? Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<FilterApplication>(json, LedgerJson.Options);

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Options);
}
