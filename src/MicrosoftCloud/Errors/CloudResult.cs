using System.Diagnostics.CodeAnalysis;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>What a call to a Microsoft API ended in. Expected failures are values; only cancellation is thrown.</summary>
public abstract record CloudResult<T>
{
    private CloudResult()
    {
    }

    /// <summary>The answer.</summary>
    public sealed record Ok(T Value) : CloudResult<T>;

    /// <summary>The failure.</summary>
    public sealed record Failed(CloudError Error) : CloudResult<T>;

    /// <summary>True with the answer, or false with the failure.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out CloudError? error)
    {
        if (this is Ok ok)
        {
            value = ok.Value;
            error = null;
            return true;
        }

        value = default;
        error = ((Failed)this).Error;
        return false;
    }

    /// <summary>Folds both cases into one value.</summary>
    public TOut Match<TOut>(Func<T, TOut> ok, Func<CloudError, TOut> failed) =>
        this is Ok answer ? ok(answer.Value) : failed(((Failed)this).Error);

    internal CloudResult<TOut> Then<TOut>(Func<T, CloudResult<TOut>> next) =>
        this is Ok answer ? next(answer.Value) : new CloudResult<TOut>.Failed(((Failed)this).Error);
}

internal static class CloudResult
{
    public static CloudResult<T> Ok<T>(T value) => new CloudResult<T>.Ok(value);

    public static CloudResult<T> Failed<T>(CloudError error) => new CloudResult<T>.Failed(error);
}
