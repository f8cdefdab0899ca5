using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Where the mails behind alerts are looked for. Knows the API, not the ledger.</summary>
internal interface IEvidenceSource
{
    /// <summary>Mails of one alert that are looked for; more are said to be left out.</summary>
    int MostMails { get; }

    /// <summary>Whether the source would be asked for mails of such an alert.</summary>
    bool Concerns(string kind);

    /// <summary>The mails that an alert speaks of, each once.</summary>
    IReadOnlyList<WantedMail> Wanted(AlertEntities entities);

    /// <summary>Whether the ledger holds it.</summary>
    bool IsKept(AlertState state, WantedMail mail);

    /// <summary>Looks for one.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="isLastTry">Whether it is not asked for again: then a part is better than nothing.</param>
    /// <param name="cancellation">Stops.</param>
    Task<EvidenceAnswer> FetchAsync(WantedMail mail, bool isLastTry, CancellationToken cancellation);
}

/// <summary>A mail that an alert speaks of.</summary>
/// <param name="Name">What its evidence is kept by; it says nothing of who wrote to whom, since it stands in an event.</param>
/// <param name="MessageId">The Message-ID, as the source spells it.</param>
/// <param name="Mailbox">Whose mailbox it came to.</param>
/// <param name="Urls">Addresses that the source found in it.</param>
internal sealed record WantedMail(string Name, string? MessageId, string? Mailbox, IReadOnlyList<string> Urls);

/// <summary>What looking for one mail came to.</summary>
internal abstract record EvidenceAnswer
{
    private EvidenceAnswer()
    {
    }

    /// <summary>It was found.</summary>
    /// <param name="Documents">What is kept of it.</param>
    /// <param name="Without">In words, what is missing.</param>
    public sealed record Found(IReadOnlyList<EvidenceDocument> Documents, string? Without = null) : EvidenceAnswer;

    /// <summary>It cannot be had.</summary>
    public sealed record Missed(string Code, string Reason) : EvidenceAnswer;

    /// <summary>It may be had later; see <see cref="EvidenceAnswers.Of"/>.</summary>
    public sealed record Later(CloudError Error) : EvidenceAnswer;
}

/// <summary>What a refusal means for the evidence that was asked for.</summary>
internal static class EvidenceAnswers
{
    /// <summary>Trouble that may pass is a reason to wait; everything else is final for this version of the alert.</summary>
    public static EvidenceAnswer Of(CloudError error, string permission) => MayPass(error) || IsOfTheSignIn(error)
        ? new EvidenceAnswer.Later(error)
        : new EvidenceAnswer.Missed(
            error.Code,
            error.Kind == CloudErrorKind.PermissionMissing ? $"not allowed; grant {permission}" : $"refused ({error.Code}): {error.WhatToDo}");

    /// <summary>Whether nobody could ask anything: then no mail is to blame, and polls say what a person must do.</summary>
    public static bool IsOfTheSignIn(CloudError error) =>
        error.Service == CloudService.Entra || error.Kind is CloudErrorKind.TokenRefused or CloudErrorKind.TlsNotTrusted;

    private static bool MayPass(CloudError error) => error.IsTransient || error.Kind is CloudErrorKind.Partial or CloudErrorKind.InvalidAnswer;
}
